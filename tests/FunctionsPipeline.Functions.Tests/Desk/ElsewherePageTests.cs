using System.Net;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class ElsewherePageTests : DeskPageTest
{
    protected override async Task PrepareAsync()
    {
        await App.PutAsync(
            StoredSiteSettings.File,
            SampleSite.Yaml("  - id: weekly\n    name: Weekly")
                + "\ntargets:\n  - name: masto\n    type: mastodon\n    instance: https://social.example\n"
        );
        App.Time.Advance(StoredSiteSettings.MaxAge);
        await App.PutAsync(
            new BlobPath(Containers.Articles, "one.md"),
            "---\ntitle: One\ndate: 2026-03-01\nsummary: All about it.\n---\nText.\n"
        );
        await App.Services.GetRequiredService<ArticlePublisher>().AnswerAsync("one.md", default);
        var report = new BlobPath(Containers.Reports, "one.md.json");
        var text = System.Text.Encoding.UTF8.GetString((await App.Memory.ReadAsync(report, default))!.Content.Span);
        await App.PutAsync(
            report,
            System.Text.RegularExpressions.Regex.Replace(
                text,
                "\"copies\": \\[\\]",
                "\"copies\": [{\"target\":\"masto\",\"state\":\"failed\",\"problem\":\"It refuses our secret.\",\"fix\":\"Make a new one.\"},{\"target\":\"sky\",\"state\":\"remains\",\"problem\":\"It is closed.\"}]"
            )
        );
    }

    [Fact]
    public async Task What_failed_is_shown_with_its_reason_and_carried_again_on_demand()
    {
        var page = await Browser.GetAsync("/api/desk/elsewhere");
        var answer = await Browser.PostAsync("/api/desk/elsewhere/retry", ("article", "one"), ("target", "masto"));

        Assert.Contains("It refuses our secret.", page.Text, StringComparison.Ordinal);
        Assert.Contains("It could not be taken away: It is closed.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Its secret is missing", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var message = App.Queue.Sent.Single(s => s.Queue == Queues.Syndication);
        Assert.Contains(
            "\"again\":true",
            message.Message.Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "had carried again:",
            (await Browser.GetAsync("/api/desk/history")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("one", "nowhere")]
    [InlineData("none", "masto")]
    [InlineData("../x", "masto")]
    public async Task What_is_not_there_is_not_carried(string article, string target)
    {
        await Browser.GetAsync("/api/desk/elsewhere");

        await Browser.PostAsync("/api/desk/elsewhere/retry", ("article", article), ("target", target));

        Assert.DoesNotContain(App.Queue.Sent, s => s.Queue == Queues.Syndication);
    }

    [Fact]
    public async Task A_target_without_a_secret_fails_its_test()
    {
        await Browser.GetAsync("/api/desk/elsewhere");

        var answer = await Browser.PostAsync("/api/desk/elsewhere/test", ("target", "masto"));

        Assert.Contains(
            "masto does not work",
            (await Browser.GetAsync(answer.Location!)).Text,
            StringComparison.Ordinal
        );
    }
}
