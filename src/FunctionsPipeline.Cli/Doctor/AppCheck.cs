using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>Whether the app runs and sends, as its traces in storage show it.</summary>
internal sealed class AppCheck(HealthCheck health, ISendingReader sending) : IDoctorCheck
{
    public string Name => "app";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await health.RunAsync(cancellationToken);
        var results = new List<CheckResult>();
        if (answer.Storage != HealthAnswer.Ok)
            return [CheckResult.Failed($"Storage {answer.Storage}.", "See the check 'storage'.")];
        if (await sending.StatusAsync(cancellationToken) is null)
            results.Add(
                CheckResult.Failed(
                    "The newsletter timer has never run on this account.",
                    "Start the app; it ticks each minute."
                )
            );
        Add(answer.Timer, "Start the app, or look into its log: it ticks each minute.");
        Add(answer.Sending, "'fp adopt' explains it and resumes sending.");
        Add(answer.Mail, "'fp issues show' and the app's log have the provider's words.");
        if (results.Count == 0)
            results.Add(CheckResult.Ok("The newsletter timer runs, and sending is not halted."));
        return results;

        void Add(string? part, string fix)
        {
            if (part is not (null or HealthAnswer.Ok))
                results.Add(CheckResult.Failed($"{char.ToUpperInvariant(part[0])}{part[1..]}.", fix));
        }
    }
}
