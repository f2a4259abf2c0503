using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>A note that waits in <c>articles/_notes/</c>.</summary>
/// <param name="Name">The blob's name.</param>
/// <param name="Dropped">When it was dropped, or dropped again.</param>
internal sealed record WaitingNote(string Name, DateTimeOffset Dropped);

/// <param name="Note">Null for one that cannot be used.</param>
/// <param name="Findings">For staff, in the issue's preview; each names the note.</param>
internal sealed record NoteReading(EditorsNote? Note, IReadOnlyList<Finding> Findings)
{
    public static NoteReading None { get; } = new(null, []);
}

/// <summary>
/// The editor's words: Markdown files that staff drop into <c>articles/_notes/</c>, for whichever newsletter comes next, or
/// into <c>articles/_notes/&lt;newsletter&gt;/</c>, for that one only.
/// </summary>
internal sealed class EditorsNotes(IBlobStore store)
{
    public const string Folder = "_notes/";

    /// <summary>A note is a few paragraphs; anything larger is no note.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>How <c>issue.hbs</c> writes running text.</summary>
    private const string IssueText = "font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:25px";

    /// <summary>An older note speaks of yesterday.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(31);

    /// <summary>
    /// The newest note for the newsletter that was dropped after the last one used; null if there is none.
    /// </summary>
    public async Task<WaitingNote?> NewestAsync(
        string newsletter,
        DateTimeOffset spentUntil,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        WaitingNote? newest = null;
        await foreach (var blob in store.ListAsync(Containers.Articles, Folder, cancellationToken))
        {
            if (
                blob.LastModified > spentUntil
                && now - blob.LastModified <= Fresh
                && blob.Length > 0
                && IsFor(blob.Name[Folder.Length..], newsletter)
                && (newest is null || blob.LastModified > newest.Dropped)
            )
                newest = new WaitingNote(blob.Name, blob.LastModified);
        }
        return newest;
    }

    /// <summary>
    /// The note as it stands now, by the same Markdown rules as articles. One that is gone is no finding: staff took it
    /// away.
    /// </summary>
    public async Task<NoteReading> ReadAsync(SiteSettings site, string name, CancellationToken cancellationToken)
    {
        var path = new BlobPath(Containers.Articles, name);
        if (await store.StatAsync(path, cancellationToken) is not { } entry)
            return NoteReading.None;
        var strings = StringTable.Load(IssueComposer.Strings, site.Language);
        var findings = new List<Finding>();
        EditorsNote? note = null;
        if (entry.Length > MaxBytes)
            findings.Add(
                new Finding(
                    "note-too-large",
                    Severity.Error,
                    strings.Format("finding-note-large", ("most", MaxBytes / 1024))
                )
            );
        else if (await store.ReadAsync(path, cancellationToken) is { } blob)
            note = Read(site, name, blob, strings, findings);
        else
            return NoteReading.None;
        if (note is null)
            findings.Add(
                new Finding(
                    "note-left-out",
                    Severity.Error,
                    strings["finding-note-left-out"],
                    strings["finding-note-left-out-fix"]
                )
            );
        return new NoteReading(
            note,
            [
                .. findings
                    .Select(FindingTranslations.For(site.Language).Of)
                    .Select(f =>
                        f with
                        {
                            Message = strings.Format(
                                f.Line is null ? "finding-note" : "finding-note-line",
                                ("note", name),
                                ("line", f.Line),
                                ("message", f.Message)
                            ),
                        }
                    ),
            ]
        );
    }

    private static EditorsNote? Read(
        SiteSettings site,
        string name,
        Blob blob,
        StringTable words,
        List<Finding> findings
    )
    {
        // As it was dropped: what is wrong with it, with its own line numbers.
        findings.AddRange(ArticleReader.Read(new ArticleSource(name, blob.Content, blob.LastModified), site).Findings);
        if (FileText.Decode(blob.Content.Span, []) is not { } text)
            return null;
        var body = FrontMatterBlock.Split(text, []).Body.TrimStart('\n');
        // A note has no title of its own: one is given, so that the reader takes none out of the text.
        var source = "---\ntitle: Note\n---\n" + (body.StartsWith("# ", StringComparison.Ordinal) ? "#" + body : body);
        if (
            ArticleReader.Read(new ArticleSource(name, Encoding.UTF8.GetBytes(source), blob.LastModified), site).Article
            is not { } article
        )
            return null;
        // Files beside a note are not published: pictures become their descriptions, links to files their words.
        var links = ArticleLinks.Of(article, name, site.Url);
        var lost = new List<Finding>();
        links.Resolve(
            new Dictionary<string, PublishedImage>(StringComparer.Ordinal),
            new Dictionary<string, Slug>(StringComparer.Ordinal),
            lost
        );
        // Their lines are those of the source made above.
        findings.AddRange(
            lost.Select(f => f with { Line = null, Column = null, Fix = words["finding-note-files-fix"] })
        );
        var strings = StringTable.Load("articles", site.Language);
        using var html = TextBuffer.Rent();
        MailBody.Render(article, page: null, site.Brand.Accent, strings, html);
        using var plain = TextBuffer.Rent();
        PlainTextBody.Render(article.Document, strings, plain);
        // A note is one of the issue's own texts, not an article.
        return new EditorsNote(
            html.ToString().Replace(MailStyle.Text, IssueText, StringComparison.Ordinal),
            plain.ToString()
        );
    }

    private static bool IsFor(string path, string newsletter)
    {
        if (!path.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            return false;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || path[..slash] == newsletter;
    }
}
