using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues skip</c>: lets a newsletter's next time pass.</summary>
internal static class SkipCommand
{
    public static Command Create()
    {
        var newsletter = new Argument<string>("newsletter") { Description = "The newsletter's id in site.yml." };
        var undo = new Option<bool>("--undo") { Description = "Takes back every skip that was not reached yet." };
        return new Command(
            "skip",
            "Lets a newsletter's next time pass: nothing is planned for it, and its articles go into the issue after that. Twice skips two."
        )
        {
            newsletter,
            undo,
        }
            .WithExample("fp issues skip weekly")
            .OnPipeline(async run =>
            {
                var (upcoming, id) = (run.Service<IUpcomingIssues>(), run.Parsed.GetValue(newsletter)!);
                if (run.Parsed.GetValue(undo))
                {
                    var taken = await upcoming.UnskipAsync(id, run.CancellationToken);
                    if (taken.Refusal is { } no)
                        return await run.RefuseAsync(no);
                    await run.Output.JsonAsync(
                        new SlotDocument(id, null, taken.Value),
                        CommandJson.Readable.SlotDocument
                    );
                    await run.Output.SayAsync($"Taken back: {Counted.Of(taken.Value, "skip")}.");
                    return 0;
                }
                var skipped = await upcoming.SkipAsync(id, run.CancellationToken);
                if (skipped.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(new SlotDocument(id, skipped.Value, 0), CommandJson.Readable.SlotDocument);
                await run.Output.SayAsync(
                    $"Skipped: {Times.Of(skipped.Value)}. 'fp issues skip {id} --undo' takes it back."
                );
                return 0;
            });
    }
}
