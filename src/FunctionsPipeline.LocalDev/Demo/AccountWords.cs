using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>The classes of an issue's account, as the demo calls them; those without people are left out.</summary>
internal static class AccountWords
{
    public static IEnumerable<(string What, int People)> Outcomes(IssueAccount account) =>
        new (string What, int People)[]
        {
            ("delivered", account.Delivered),
            ("bounced", account.Bounced),
            ("dropped", account.Dropped),
            ("refused", account.Refused),
            ("withdrawn", account.Withdrawn),
            ("stopped", account.Stopped),
            ("uncertain", account.Uncertain),
            ("pending", account.Pending),
            ("unreported", account.Unreported),
        }.Where(o => o.People > 0);

    public static IEnumerable<(string What, int People)> Excluded(IEnumerable<KeyValuePair<Exclusion, int>> excluded) =>
        excluded.Where(e => e.Value > 0).OrderBy(e => e.Key).Select(e => (Word(e.Key), e.Value));

    private static string Word(Exclusion reason) =>
        reason switch
        {
            Exclusion.Pending => "not confirmed",
            Exclusion.Unsubscribed => "unsubscribed",
            Exclusion.Bounced => "bounced",
            Exclusion.Complained => "complained",
            Exclusion.Erased => "erased",
            Exclusion.ConsentExpired => "without consent any more",
            Exclusion.Paused => "paused",
            _ => "with other choices",
        };
}
