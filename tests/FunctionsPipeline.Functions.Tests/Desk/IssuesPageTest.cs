using FunctionsPipeline.Publishing;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>A test of issues, with three articles for the next one of the weekly newsletter.</summary>
public abstract class IssuesPageTest : DeskPageTest
{
    protected override bool WithFakeSending => true;

    protected override async Task PrepareAsync()
    {
        foreach (var name in new[] { "one", "two", "three" })
        {
            await App.PutAsync(
                new BlobPath(Containers.Articles, name + ".md"),
                $"---\ntitle: About {name}\ndate: 2026-03-0{name.Length}\nsummary: All about it.\n---\nText.\n"
            );
            await App.Services.GetRequiredService<ArticlePublisher>().AnswerAsync(name + ".md", default);
        }
    }

    /// <summary>Plans an issue of articles three and one by hand, as someone who looked at the page just now.</summary>
    internal async Task<DeskReply> PlanAsync()
    {
        var ask = await Browser.GetAsync("/api/desk/issues/plan?newsletter=weekly");
        return await PlanAsync(Value(ask, "version"));
    }

    /// <param name="version">Of what the person saw.</param>
    internal Task<DeskReply> PlanAsync(string version) =>
        Browser.PostAsync("/api/desk/issues/plan", Form(version, "Planned by hand"));

    /// <summary>The form with three articles, of which the second is left out.</summary>
    internal static (string, string)[] Form(string version, string subject) =>
        [
            ("newsletter", "weekly"),
            ("version", version),
            ("subject", subject),
            ("shown", "one"),
            ("place", "2"),
            ("shown", "two"),
            ("place", "3"),
            ("shown", "three"),
            ("place", "1"),
            ("article", "one"),
            ("article", "three"),
        ];
}
