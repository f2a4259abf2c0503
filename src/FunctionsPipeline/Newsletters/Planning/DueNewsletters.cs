using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

internal sealed partial class DueNewsletters(
    ISiteSettingsSource settings,
    NewsletterAdvancing newsletters,
    StaffOutbox staff,
    ILogger<DueNewsletters> logger
) : INewsletterPlanning
{
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        foreach (var newsletter in site.Newsletters)
        {
            try
            {
                await newsletters.AdvanceAsync(site, newsletter, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(newsletter.Id, e);
            }
        }
        await staff.FlushAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Newsletter {Newsletter} could not be looked at; the next tick tries again")]
    private partial void LogFailed(string newsletter, Exception exception);
}
