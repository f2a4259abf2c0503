using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>fp adopt</c>: a person says that this copy of the storage is the one to send from, and sending goes on (rule S8).
/// </summary>
internal static class AdoptCommand
{
    public static Command Create()
    {
        var by = DecidedByOption.Create(
            "Who decided, after making sure that no other copy sends. Without it nothing is changed: it is only told why sending stands still."
        );
        var departures = new Option<FileInfo?>("--departures")
        {
            Description = "A file with the addresses of people who left since the copy was made, one a line.",
        };
        var none = new Option<bool>("--no-departures")
        {
            Description = "No one left since then, or it cannot be found out who.",
        };
        var command = new Command("adopt", "Resumes sending from this storage after all sending was halted.")
        {
            by,
            departures,
            none,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(none) && result.GetValue(departures) is not null)
                result.AddError("Either --departures FILE or --no-departures.");
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return PipelineAccess.RunAsync(
                    parsed,
                    async services =>
                    {
                        var halt = await services.GetRequiredService<ISendingReader>().FindHaltAsync(cancellationToken);
                        if (halt is not null)
                            await TellAsync(output, halt);
                        if (parsed.GetValue(by) is not { } name)
                        {
                            if (halt is null)
                            {
                                await output.WriteLineAsync("Sending is not halted: there is nothing to adopt.");
                                return 0;
                            }
                            await output.WriteLineAsync(
                                "Nothing was changed. Make sure that no other copy sends, then add --by \"YOUR NAME\"."
                            );
                            return 0;
                        }
                        var departed =
                            parsed.GetValue(departures) is { } file
                                ? await AddressLines.ReadAsync(file, cancellationToken)
                            : parsed.GetValue(none) ? []
                            : null;
                        var refusal = await services
                            .GetRequiredService<ICopyAdoption>()
                            .AdoptAsync(new Adoption(name.Trim(), departed), cancellationToken);
                        if (refusal is not null)
                        {
                            await error.WriteLineAsync(refusal.Reason);
                            return 1;
                        }
                        await output.WriteLineAsync(
                            $"Adopted: sending goes on from here. Replayed beside SendGrid's own lists: {Counted.Of(departed?.Count ?? 0, "departure")}. Of issues that were in flight all is uncertain now; staff get mail about each, and 'fp issues resolve' decides."
                        );
                        return 0;
                    },
                    cancellationToken
                );
            }
        );
        return command.WithExample("fp adopt --by Kim --no-departures");
    }

    /// <summary>Explains what is lost with the other storage, before the decision.</summary>
    private static async Task TellAsync(TextWriter output, HaltRecord halt)
    {
        await output.WriteLineAsync($"All sending stands still since {halt.At:u}: {halt.Detail}");
        if (!halt.MayBeCopy)
            return;
        await output.WriteLineAsync(
            $"""
            If this is a copy, it knows nothing of what happened elsewhere after {halt.LastTick:u}:
            - Who bounced, complained or unsubscribed at SendGrid is read from its lists. Who left by the link in a mail or the
              preference page is in no list of SendGrid's. If the old storage can still be read, copy it again and adopt that.
              Otherwise name those people, --departures FILE; or say --no-departures, and tell readers that anyone who left since
              then must leave again.
            - Which issues went out elsewhere. A newsletter that was due before the adopting, or is within half an hour of it, is not
              sent by itself: staff are told, and 'fp issues plan' sends it if no one got it. Its articles go into the next issue.
            - Who joined or was erased since then: joined people are missing, erased ones are back. Erase them again with 'fp subscribers erase'.
            """
        );
    }
}
