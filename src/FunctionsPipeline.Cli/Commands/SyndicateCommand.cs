using System.CommandLine;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Syndication;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>fp syndicate retry</c>: carries an article to a target again that failed, or one that is older than the target.
/// </summary>
public static class SyndicateCommand
{
    public static Command Create()
    {
        var slug = new Argument<string>("slug") { Description = "The article, as its address names it." };
        var target = new Argument<string>("target") { Description = "The target's name in site.yml." };
        var retry = new Command("retry", "Carries an article to a target again. Never makes a second copy.")
        {
            slug,
            target,
        };
        retry.SetAction(
            (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return PipelineAccess.RunAsync(
                    error,
                    async services =>
                    {
                        var requests = services.GetRequiredService<SyndicationRequests>();
                        if (
                            !Slug.TryParse(parsed.GetValue(slug), out var article)
                            || !await requests.AskAgainAsync(article, parsed.GetValue(target)!, cancellationToken)
                        )
                        {
                            await error.WriteLineAsync(
                                "There is no such article on the site, or no target of that name in site.yml."
                            );
                            return 1;
                        }
                        await output.WriteLineAsync(
                            "Asked for: the app carries it within a minute, and the article's report tells what came of it."
                        );
                        return 0;
                    },
                    cancellationToken
                );
            }
        );
        return new Command("syndicate", "Carries articles to other places.") { retry };
    }
}
