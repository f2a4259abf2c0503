using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// What is done once an hour, and when a process begins: counts are added up, and staff are answered about every file that the
/// settings name, also if no event told of it.
/// </summary>
internal sealed class WelcomeUpkeep(WelcomeFiles files, WelcomeCounts counts, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private long? _last;

    public WelcomeRun Begin(SiteSettings site, DateTimeOffset? copyAdoptedAt) => new(site, copyAdoptedAt, files);

    public async Task RunAsync(SiteSettings site, WelcomeRun run, CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last) < Every)
            return;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var newsletter in site.Newsletters)
        {
            foreach (var step in newsletter.Welcome)
            {
                if (names.TryAdd(StepKey.Of(step.File), step.File))
                    await files.AnswerAsync(WelcomeText.SourceOf(step.File), again: false, cancellationToken);
                // Staff are notified by the way if it cannot be sent.
                await run.MailAsync(newsletter, step, cancellationToken);
            }
        }
        await counts.AddUpAsync(time.GetUtcNow(), names, cancellationToken);
        _last = time.GetTimestamp();
    }
}
