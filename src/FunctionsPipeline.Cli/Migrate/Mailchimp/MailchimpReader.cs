using System.Runtime.CompilerServices;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Mailchimp;

/// <summary>
/// Mailchimp: the ZIP of one audience, or that of the whole account with the HTML of its campaigns and its gallery; unpacked
/// or not.
/// </summary>
internal sealed class MailchimpReader : IExportReader
{
    /// <summary>What files of an audience are called, with what is true of everyone in them.</summary>
    private static readonly (string Prefix, string? Gone)[] Lists =
    [
        ("unsubscribed_", "left"),
        ("cleaned_", "bounced"),
        ("nonsubscribed_", "never asked for mail"),
        ("non-subscribed_", "never asked for mail"),
        ("transactional_", "never asked for mail"),
        ("archived_", "was blocked or inactive"),
        ("pending_", "never confirmed"),
        ("subscribed_", null),
    ];

    /// <summary>Only a form or a link fills these in: an upload has no address of a reader's machine.</summary>
    private static readonly string[] Express = ["OPTIN_IP", "CONFIRM_IP"];

    public string Id => "mailchimp";

    public string Name => "Mailchimp";

    public string Hint =>
        "In Mailchimp, choose Audience, Export audience, or Account, Settings, Manage my data, and name the ZIP.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a Mailchimp account: campaigns and audiences.",
            "The ZIP of an audience or of the account; or a folder with what is in it.",
            "fp migrate mailchimp audience-export.zip moved --newsletter newsletter"
        );

    public Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult(Subscribers(source).Count > 0 || Campaigns(source).Any());

    public Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(null);

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var campaigns = await CampaignTable.ReadAsync(reading.Source, cancellationToken);
        foreach (var file in Campaigns(reading.Source))
            yield return CampaignPage.Read(
                file,
                await file.ReadTextAsync(cancellationToken),
                campaigns,
                reading.Report
            );
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) =>
        [
            .. source
                .WithExtension(".csv")
                .Select(f => (File: f, List: ListOf(f)))
                .Where(f => f.List is not null)
                .Select(f => new SubscriberList(f.File, f.List!.Value.Gone, Express)),
        ];

    /// <summary>The plain text of a campaign says what its HTML says.</summary>
    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        Task.FromResult(
            ListOf(file) is not null
                || IsCampaign(file)
                || CampaignTable.Is(file)
                || (file.Extension == ".txt" && file.IsIn("campaigns_content"))
        );

    private static (string Prefix, string? Gone)? ListOf(ExportFile file)
    {
        foreach (var list in Lists)
        {
            if (file.FileName.StartsWith(list.Prefix, StringComparison.OrdinalIgnoreCase) && file.Extension == ".csv")
                return list;
        }
        // A single list, as older exports name it.
        return
            file.Extension == ".csv" && file.FileName.StartsWith("members_export_", StringComparison.OrdinalIgnoreCase)
            ? ("members_export_", null)
            : null;
    }

    private static IEnumerable<ExportFile> Campaigns(ExportSource source) => source.Files.Where(IsCampaign);

    private static bool IsCampaign(ExportFile file) =>
        file.Extension is ".html" or ".htm"
        && (
            file.IsIn("campaigns_content")
            || file.IsIn("campaigns")
            || file.FileName.StartsWith("campaign", StringComparison.OrdinalIgnoreCase)
        );
}
