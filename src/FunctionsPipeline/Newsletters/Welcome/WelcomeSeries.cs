using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>Runs each minute: sends the steps of welcome series whose time has come.</summary>
public interface IWelcomeSeries
{
    /// <summary>Safe to run twice and in several processes. Costs nothing while no newsletter welcomes.</summary>
    /// <exception cref="StorageException">Storage did not answer; the next minute tries again.</exception>
    Task TickAsync(CancellationToken cancellationToken);
}

internal sealed partial class WelcomeSeries(
    ISiteSettingsSource settings,
    WelcomeLedger ledger,
    WelcomeLook looks,
    WelcomeUpkeep upkeep,
    SendingHalt halt,
    TimeProvider time,
    ILogger<WelcomeSeries> logger
) : IWelcomeSeries
{
    /// <summary>What one listing of a page holds.</summary>
    private const int MostLooks = 5_000;

    /// <summary>At a time. Each waits for storage and the provider nearly all of its time.</summary>
    private const int Parallel = 16;

    /// <summary>The timer comes each minute, and issues must not wait for it; what is left is found again.</summary>
    private static readonly TimeSpan WorkFor = TimeSpan.FromSeconds(30);

    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (site.Newsletters.All(n => n.Welcome.Count == 0))
            return;
        var status = await halt.ReadAsync(cancellationToken);
        if (!site.Organisation.MayMail || !halt.MaySend(status))
            return;
        var began = time.GetTimestamp();
        var due = await ledger.DueAsync(time.GetUtcNow(), MostLooks, cancellationToken);
        var looked = 0;
        var run = upkeep.Begin(site, status?.CopyAdoptedAt);
        await System.Threading.Tasks.Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (look, stop) =>
            {
                if (run.IsOver || time.GetElapsedTime(began) >= WorkFor)
                    return;
                await ContainAsync(look, run, stop);
                Interlocked.Increment(ref looked);
            }
        );
        // Looks come first: one that repeats what a dead process recorded counts it before anything is added up.
        if (!run.IsOver && looked == due.Count)
            await upkeep.RunAsync(site, run, cancellationToken);
    }

    /// <summary>One person who cannot be looked at must not keep the others from it.</summary>
    private async Task ContainAsync(DueLook look, WelcomeRun run, CancellationToken cancellationToken)
    {
        try
        {
            await looks.LookAsync(look, run, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A document that a person damaged is one person's matter; storage that does not answer is everyone's.
            if (e is StorageException)
                run.Note(cameThrough: false);
            LogLeft(look.Newsletter, e);
        }
    }

    [LoggerMessage(50, LogLevel.Error, "A welcome of newsletter {Newsletter} was left for the next tick")]
    private partial void LogLeft(string newsletter, Exception exception);
}
