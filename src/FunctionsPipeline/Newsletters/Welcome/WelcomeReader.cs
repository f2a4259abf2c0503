using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Welcome;

internal sealed class WelcomeReader(
    ISiteSettingsSource settings,
    WelcomeLedger ledger,
    WelcomeCounts counts,
    WelcomeFiles files
) : IWelcomeReader
{
    public async Task<IReadOnlyList<WelcomeAccount>> AccountsAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var waiting = new Dictionary<(string Newsletter, string Key), int>();
        await foreach (var look in ledger.WaitingAsync(cancellationToken))
        {
            var key = (look.Newsletter, look.What);
            waiting[key] = waiting.GetValueOrDefault(key) + 1;
        }
        var uncertain = await ledger.UncertainAsync(cancellationToken).ToListAsync(cancellationToken);
        var totals = await counts.ReadAsync(cancellationToken);
        var accounts = new List<WelcomeAccount>();
        foreach (var newsletter in site.Newsletters)
        {
            var past = totals
                .Counts.Keys.Select(k => k.Split('.'))
                .Where(k => k[0] == newsletter.Id && k[1] != "-")
                .Select(k => k[1])
                .ToHashSet(StringComparer.Ordinal);
            if (newsletter.Welcome.Count == 0 && past.Count == 0)
                continue;
            var steps = new List<WelcomeStepAccount>();
            foreach (var step in newsletter.Welcome)
            {
                past.Remove(StepKey.Of(step.File));
                var mail = await files.ReadAsync(site, newsletter, step, cancellationToken);
                steps.Add(
                    Count(StepKey.Of(step.File)) with
                    {
                        File = step.File,
                        After = step.After,
                        Subject = mail.Mail?.Content.Subject,
                        Problem = mail.Problem,
                    }
                );
            }
            steps.AddRange(past.Order(StringComparer.Ordinal).Select(Count));
            accounts.Add(
                new WelcomeAccount(
                    newsletter.Id,
                    newsletter.Name,
                    Of("-", WelcomeCount.Began),
                    waiting.Where(w => w.Key.Newsletter == newsletter.Id).Sum(w => w.Value),
                    steps
                )
            );

            WelcomeStepAccount Count(string key) =>
                new()
                {
                    File = totals.Files.GetValueOrDefault(key, key),
                    Sent = Of(key, WelcomeCount.Sent),
                    Delivered = Of(key, WelcomeCount.Delivered) - Of(key, WelcomeCount.DeliveredNoMore),
                    NotDelivered =
                        Of(key, WelcomeCount.Bounced)
                        + Of(key, WelcomeCount.Dropped)
                        - Of(key, WelcomeCount.DroppedNoMore),
                    UncertainPeople =
                    [
                        .. uncertain.Where(u => u.Newsletter == newsletter.Id && u.Key == key).Select(u => u.Id.Value),
                    ],
                    Refused = Of(key, WelcomeCount.Refused),
                    Late = Of(key, WelcomeCount.Late),
                    NoText = Of(key, WelcomeCount.NoText),
                    MayHaveGone = Of(key, WelcomeCount.MayHaveGone),
                    Stopped = Of(key, WelcomeCount.Stopped),
                    Waiting = waiting.GetValueOrDefault((newsletter.Id, key)),
                };

            int Of(string key, WelcomeCount what) =>
                totals.Counts.GetValueOrDefault(WelcomeCounts.KeyOf(newsletter.Id, key, what));
        }
        return accounts;
    }

    public async Task<WelcomePreview?> PreviewAsync(string newsletter, string file, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (
            site.Newsletters.FirstOrDefault(n => n.Id == newsletter) is not { } found
            || found.Welcome.FirstOrDefault(s => s.File == file) is not { } step
        )
            return null;
        var mail = await files.ReadAsync(site, found, step, cancellationToken);
        if (mail.Mail is not { } letter)
            return new WelcomePreview(null, null, null, mail.Problem, mail.Findings);
        var (html, text) = ImpersonalMail.Preview(
            letter.Content,
            StringTable.Load(IssueComposer.Strings, letter.Language),
            site
        );
        return new WelcomePreview(letter.Content.Subject, html, text, mail.Problem, mail.Findings);
    }
}
