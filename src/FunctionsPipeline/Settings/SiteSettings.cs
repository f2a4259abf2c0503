using FunctionsPipeline.Findings;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Settings;

/// <summary>
/// What <c>settings/site.yml</c> says: the publication as its staff see it. Read by <see cref="SiteSettingsReader"/>;
/// every value here is valid. Secrets are never here but in app settings.
/// </summary>
public sealed record SiteSettings
{
    /// <summary>The publication's name, as readers know it.</summary>
    public string Name { get; init; } = "Our articles";

    /// <summary>One line below the name; null for none.</summary>
    public string? Tagline { get; init; }

    /// <summary>The site's public address, absolute, ending in '/'.</summary>
    public Uri Url { get; init; } = new("http://localhost:7071/");

    /// <summary>
    /// Where the functions (<c>api/…</c>) answer, absolute, ending in '/'. Forms and mailed links lead there. Not in
    /// the file: the app setting <see cref="SettingsServices.FunctionsBaseUrl"/>, so that no edit can break links that
    /// are out already.
    /// </summary>
    public Uri FunctionsUrl { get; init; } = new("http://localhost:7071/");

    /// <summary>BCP 47 tag of articles that say nothing else.</summary>
    public string Language { get; init; } = "en";

    /// <summary>IANA id. Dates on pages and schedules without a zone of their own are in it.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("America/Regina");

    /// <summary>Who publishes, for the identification that the law asks of every message.</summary>
    public Organisation Organisation { get; init; } = new();

    /// <summary>The sender of mail where a newsletter names no other.</summary>
    public Mailbox Sender { get; init; } = new("newsletter@example.org");

    /// <summary>Addresses of staff who get previews and calls for help. Never logged.</summary>
    public IReadOnlyList<string> Staff { get; init; } = [];

    public Brand Brand { get; init; } = new();

    /// <summary>True for health publishers: claims are flagged, review dates are shown and reminded of.</summary>
    public bool Medical { get; init; }

    /// <summary>In the order in which staff wrote them; at least one.</summary>
    public IReadOnlyList<NewsletterSettings> Newsletters { get; init; } =
    [new NewsletterSettings { Id = "newsletter", Name = "Newsletter" }];

    /// <summary>Where articles are carried further; may be empty.</summary>
    public IReadOnlyList<TargetSettings> Targets { get; init; } = [];

    /// <summary>Feeds whose entries become articles; may be empty. At most 20, with different ids.</summary>
    public IReadOnlyList<SourceSettings> Sources { get; init; } = [];

    /// <summary>Why an id that a person typed names no newsletter; null if it names one.</summary>
    public Refusal? WhyNoNewsletter(string id) =>
        Newsletters.Any(n => n.Id == id)
            ? null
            : new Refusal($"There is no newsletter '{id}' in site.yml. There are: {NewsletterIds}.");

    /// <summary>For people: <c>daily, weekly</c>.</summary>
    internal string NewsletterIds => string.Join(", ", Newsletters.Select(n => n.Id));
}

/// <summary>The publisher, as the law wants it named (CASL s. 6(2), CAN-SPAM).</summary>
public sealed record Organisation
{
    /// <summary>Legal name; the site's name if not given.</summary>
    public string? LegalName { get; init; }

    /// <summary>Postal address, one line per element.</summary>
    public IReadOnlyList<string> PostalAddress { get; init; } = [];

    /// <summary>
    /// The law wants the postal address in every message (CASL s. 6(2)): without it nothing is mailed to a reader.
    /// </summary>
    public bool MayMail => PostalAddress.Count > 0;

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public Uri? Web { get; init; }
}

/// <summary>
/// Colours as <c>#rrggbb</c>, a logo and nothing else: enough to look like the publisher, too little to break a page.
/// </summary>
public sealed record Brand
{
    /// <summary>Links, buttons, rules. Dark enough for white text (checked: 4.5 to 1, WCAG 1.4.3).</summary>
    public string Accent { get; init; } = "#0b5d66";

    /// <summary>The same for dark backgrounds.</summary>
    public string AccentDark { get; init; } = "#7fd0d8";

    /// <summary>Absolute, or a path from the site's root; null for none.</summary>
    public string? Logo { get; init; }

    public string? LogoAlt { get; init; }
}

/// <summary>One newsletter.</summary>
public sealed record NewsletterSettings
{
    /// <summary>Stable id, shaped like a slug; never change it.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What subscribers agree to, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Null: the site's sender.</summary>
    public Mailbox? Sender { get; init; }

    public Mailbox? ReplyTo { get; init; }

    /// <summary>Tags that it carries, compared without case; empty for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>
    /// By a source's id: true if the newsletter carries its entries whatever their tags, false if it carries none of them.
    /// An own source that names no newsletters is not in it: topics decide on its articles.
    /// </summary>
    public IReadOnlyDictionary<string, bool> Sources { get; init; } =
        new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>As staff wrote it: <c>every Tuesday at 09:00</c>, <c>instant</c>, a cron. Null: only by hand.</summary>
    public string? Schedule { get; init; }

    /// <summary>Null: the site's zone.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Fewer new articles than that: the issue waits for the next slot. At least 1.</summary>
    public int MinimumArticles { get; init; } = 1;

    /// <summary>Teasers with links, or the articles in full.</summary>
    public IssueContent Content { get; init; } = IssueContent.Teasers;

    /// <summary>Handlebars over the issue; null for the built-in one.</summary>
    public string? Subject { get; init; }

    /// <summary>Handlebars over the issue; null for the built-in one.</summary>
    public string? Preheader { get; init; }

    /// <summary>The mail template's name, built in or in <c>settings/theme/</c>.</summary>
    public string Template { get; init; } = "issue";

    /// <summary>
    /// How long before the send time an issue is planned and staff may stop it: 45 minutes, another span of 40 minutes to
    /// 48 hours, or zero (no batch, no stop; see Newsletters/README.md).
    /// </summary>
    public TimeSpan HoldWindow { get; init; } = Settings.HoldWindow.Default;

    /// <summary>Mails to everyone who confirms, in the order in which they go; empty for none.</summary>
    public IReadOnlyList<WelcomeStep> Welcome { get; init; } = [];

    public bool TrackOpens { get; init; }

    public bool TrackClicks { get; init; }
}

public enum IssueContent
{
    Teasers,
    Full,
}

/// <summary>One place that articles are carried to.</summary>
public sealed record TargetSettings
{
    /// <summary>Stable id, shaped like a slug; its secret is the app setting <c>Targets__&lt;name&gt;__Secret</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>websub</c>, <c>webhook</c>, <c>mastodon</c>, <c>bluesky</c>, <c>devto</c>, <c>wordpress</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The target's own keys, as strings; each target validates its own.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Only articles with one of these tags; empty for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
}
