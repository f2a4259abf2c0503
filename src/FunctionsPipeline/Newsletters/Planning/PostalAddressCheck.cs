using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>No postal address, no mail: the law wants one in every newsletter.</summary>
internal sealed partial class PostalAddressCheck(StaffOutbox staff, ILogger<PostalAddressCheck> logger)
{
    /// <summary>True if the settings name one. Otherwise staff are notified.</summary>
    public async Task<bool> HasAddressAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        CancellationToken cancellationToken
    )
    {
        if (site.Organisation.MayMail)
            return true;
        LogNoAddress(newsletter.Id);
        await staff.NotifyAsync(StaffNotice.NoPostalAddress(newsletter.Id, newsletter.Name), cancellationToken);
        return false;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Newsletter {Newsletter} is due but nothing is planned: no postal address in site.yml"
    )]
    private partial void LogNoAddress(string newsletter);
}
