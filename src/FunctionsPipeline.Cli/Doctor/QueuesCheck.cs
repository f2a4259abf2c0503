using System.Globalization;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>Whether queues can be looked into, and what failed in them.</summary>
internal sealed class QueuesCheck(IQueueLengths lengths, PoisonQueues poison) : IDoctorCheck
{
    /// <summary>More than a rebuild or an issue ever leaves for long.</summary>
    private const int Many = 10_000;

    public string Name => "queues";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var queue in Queues.All)
        {
            if (await lengths.CountAsync(queue, cancellationToken) is > Many and var waiting)
                results.Add(
                    CheckResult.Warning(
                        string.Create(CultureInfo.InvariantCulture, $"Queue '{queue}' holds {waiting:N0} messages."),
                        "See whether the app runs: 'fp status' shows its last tick."
                    )
                );
        }
        foreach (var (queue, messages) in await poison.CountAsync(cancellationToken))
            results.Add(
                CheckResult.Warning(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{messages:N0} messages failed too often in '{queue}'."
                    ),
                    $"'fp poison list {queue}' shows them, 'fp poison retry {queue}' gives them back."
                )
            );
        if (results.Count == 0)
            results.Add(CheckResult.Ok("Every queue can be looked into, and nothing has failed in one."));
        return results;
    }
}
