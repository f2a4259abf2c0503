using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Syndication;

namespace FunctionsPipeline.Cli.Commands.Targets;

/// <summary><c>fp targets test</c>: proves a secret and posts nothing.</summary>
internal static class TargetsTestCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("target")
        {
            Description = "The target's name in site.yml; without one, all are tested.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Command(
            "test",
            "Asks each target whether it accepts the secret of this machine's settings. Nothing is posted. Ends with 1 if one does not."
        )
        {
            name,
        }
            .WithExample("fp targets test mastodon")
            .OnPipeline(async run =>
            {
                var answer = await run.Service<TargetOverview>()
                    .TestAsync(run.Parsed.GetValue(name), run.CancellationToken);
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(
                    [
                        .. answer.Value.Select(t => new TargetTestDocument(
                            t.Name,
                            t.Type,
                            t.Accepted,
                            t.Account,
                            t.Problem
                        )),
                    ],
                    CommandJson.Readable.TargetTestDocumentArray
                );
                if (answer.Value.Count == 0)
                    await run.Output.SayAsync("site.yml names no targets.");
                foreach (var target in answer.Value)
                    await run.Output.SayAsync($"{target.Name} ({target.Type}): {Words(target)}");
                return answer.Value.Any(t => t.Accepted == false) ? 1 : 0;
            });
    }

    private static string Words(TestedTarget target) =>
        target.Accepted switch
        {
            true => target.Account is { } account ? $"accepts the secret, account {account}" : "accepts the secret",
            false => target.Problem!,
            null => "cannot be tested without posting something; the next article shows it",
        };
}

/// <summary>Whether a target accepts the secret.</summary>
/// <param name="Accepted">Null where only a real article would show it.</param>
internal sealed record TargetTestDocument(string Name, string Type, bool? Accepted, string? Account, string? Problem);
