using FunctionsPipeline.Catalog;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Testing;

/// <summary>An issue such as a small clinic would send: what tests judge and people look at.</summary>
public static class SampleIssue
{
    public static NewsletterSettings Newsletter { get; } =
        new()
        {
            Id = "clinic-weekly",
            Name = "The clinic's week",
            Description = "New articles, every Tuesday.",
            Schedule = "every Tuesday at 09:00",
            ReplyTo = new Mailbox("desk@clinic.example"),
        };

    public static SiteSettings Site { get; } =
        new()
        {
            Name = "Prairie Acupuncture",
            Tagline = "Plain answers about pain, sleep and needles",
            Url = new Uri("https://clinic.example/"),
            FunctionsUrl = new Uri("https://app.clinic.example/"),
            Sender = new Mailbox("news@clinic.example", "Prairie Acupuncture"),
            Staff = ["editor@clinic.example"],
            Organisation = new Organisation
            {
                LegalName = "Prairie Acupuncture Ltd.",
                PostalAddress = ["1801 Hamilton Street", "Regina SK  S4P 4B4", "Canada"],
                Phone = "306-555-0142",
                Email = "desk@clinic.example",
                Web = new Uri("https://clinic.example/"),
            },
            Newsletters = [Newsletter],
        };

    /// <summary>Tuesday, 10 March 2026, 09:00 in Regina.</summary>
    public static DateTimeOffset Due { get; } = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    public static IssueId Id { get; } = IssueId.For(Newsletter.Id, Due);

    public static IReadOnlyList<CatalogEntry> Articles { get; } =
    [
        Article(
            "sciatica-needles",
            "Does acupuncture help sciatica?",
            "Two recent trials compared needling with usual care. What they found, what they could not show, and what it means if your leg hurts today.",
            1480,
            ["Back pain", "Research"]
        ) with
        {
            Image = "/sciatica-needles/leg.png",
            ImageAlt = "Drawing of the sciatic nerve from the lower back to the foot",
        },
        Article(
            "sleep-after-shift",
            "Sleeping after a night shift",
            "Four habits that nurses told us about, and which of them sleep researchers would keep.",
            910,
            ["Sleep"]
        ),
        Article(
            "first-visit",
            "What happens at a first visit",
            "Questions, pulse, tongue, needles: an hour in our clinic, minute by minute.",
            620,
            ["At the clinic"]
        ),
        Article(
            "cupping-marks",
            "Those round marks: what cupping does to the skin",
            "Why the marks appear, how long they stay, and when you should call us about them.",
            700,
            ["Safety"]
        ),
    ];

    public static EditorsNote Note { get; } =
        new(
            "<p>The clinic is closed on Good Friday. If you need us before then, the desk has two openings on Thursday afternoon.</p>",
            "The clinic is closed on Good Friday. If you need us before then, the\ndesk has two openings on Thursday afternoon."
        );

    public static IssuePlan Plan { get; } = new(Id, "20260310t1500z", Due, Articles, Note);

    public static CatalogEntry Article(
        string slug,
        string title,
        string summary,
        int words,
        IReadOnlyList<string> tags
    ) =>
        new()
        {
            Slug = slug,
            Title = title,
            Summary = summary,
            Status = CatalogStatus.Published,
            Date = Due.AddDays(-3),
            FirstPublished = Due.AddDays(-3),
            Tags = tags,
            Words = words,
            Source = slug + ".md",
            SourceETag = "\"1\"",
            PageHash = "00",
        };

    /// <summary>An account in which nothing has happened to anyone yet; say what has by <c>with</c>.</summary>
    public static IssueAccount Account(int recipients) =>
        new(
            recipients,
            new Dictionary<Exclusion, int>(),
            recipients,
            Delivered: 0,
            Bounced: 0,
            Dropped: 0,
            Refused: 0,
            Withdrawn: 0,
            Stopped: 0,
            Uncertain: 0,
            Pending: 0,
            Unreported: 0,
            Complained: 0,
            Staged: 0
        );
}
