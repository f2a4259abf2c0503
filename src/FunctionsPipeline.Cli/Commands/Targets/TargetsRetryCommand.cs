using System.CommandLine;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Syndication;

namespace FunctionsPipeline.Cli.Commands.Targets;

/// <summary>
/// <c>fp targets retry</c>: carries an article to a target again that failed, or one that is older than the
/// target, or takes the copy of an article away that is off the site.
/// </summary>
internal static class TargetsRetryCommand
{
    public static Command Create()
    {
        var slug = new Argument<string>("slug") { Description = "The article, as its address names it." };
        var target = new Argument<string>("target") { Description = "The target's name in site.yml." };
        return new Command(
            "retry",
            "Carries an article to a target again, or takes its copy away if it is off the site. Never makes a second copy."
        )
        {
            slug,
            target,
        }
            .WithExample("fp targets retry sciatica mastodon")
            .OnPipeline(async run =>
            {
                if (
                    !Slug.TryParse(run.Parsed.GetValue(slug), out var article)
                    || !await run.Service<SyndicationRequests>()
                        .AskAgainAsync(article, run.Parsed.GetValue(target)!, run.CancellationToken)
                )
                    return await run.RefuseAsync(
                        new Refusal("There is no such article or copy, or no target of that name in site.yml.")
                    );
                await run.Output.JsonAsync(new CountDocument(1), CommandJson.Readable.CountDocument);
                await run.Output.SayAsync(
                    "Asked for: the app calls the target within a minute, and the article's report tells what came of it."
                );
                return 0;
            });
    }
}
