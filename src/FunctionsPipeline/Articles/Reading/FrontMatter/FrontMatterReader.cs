using System.Net;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Gives front matter its meaning: our own keys and the usual names of Jekyll, Hugo, Ghost and Astro for them. Keys are
/// compared without case, '-' and '_'.
/// </summary>
/// <remarks>
/// A mistake is an error only where publishing in spite of it could do harm: an article that should not be live
/// (<c>draft</c>, <c>publishAt</c>), mail that should not go (<c>newsletter</c>), an unintended address
/// (<c>slug</c>). Any other mistake is a warning, and what the key would have said is inferred.
/// </remarks>
internal sealed class FrontMatterReader
{
    private readonly FrontMatterValues _values = new();
    private readonly EntryValues _typed;
    private readonly AddressReader _addresses;
    private readonly VisibilityReader _visibility;
    private bool _inner;

    private FrontMatterReader(List<Finding> findings)
    {
        _typed = new EntryValues(findings);
        _addresses = new AddressReader(_values, _typed);
        _visibility = new VisibilityReader(_values, _typed);
    }

    public static FrontMatterValues Read(MapNode map, List<Finding> findings)
    {
        var reader = new FrontMatterReader(findings);
        foreach (var entry in map.Entries)
        {
            if (entry.Value is not ScalarNode { IsEmpty: true })
                reader.Read(entry);
        }
        reader._visibility.Complete();
        return reader._values;
    }

    private void Read(MapEntry entry)
    {
        switch (entry.PlainKey)
        {
            case "title":
                _values.Title = Decoded(_typed.Text(entry));
                break;
            case "slug":
                _addresses.ReadSlug(entry);
                break;
            // Eleventy writes no page for it.
            case "permalink" when EntryValues.AsFlag(entry) == false:
                _visibility.ReadFlag(entry, draftIf: false);
                break;
            case "permalink" or "url":
                _addresses.ReadPermalink(entry);
                break;
            // MkDocs has a date for each.
            case "date" when entry.Value is MapNode dates:
                foreach (var date in dates.Entries)
                    Read(
                        new MapEntry(
                            date.PlainKey == "updated" ? "updated" : "date",
                            date.Value,
                            date.Line,
                            date.Column
                        )
                    );
                break;
            case "date"
            or "publishedat"
            or "publishedon"
            or "publisheddate"
            or "publishedtime"
            or "articlepublishedtime"
            or "pubdate"
            or "postdate"
            or "datepublished"
            or "publicationdate":
                if (_values.Date is null && _typed.Date(entry, Severity.Warning) is { } written)
                    (_values.Date, _values.DateLine) = (written, entry.Line);
                break;
            case "updated"
            or "updatedat"
            or "updateddate"
            or "dateupdated"
            or "datemodified"
            or "lastupdated"
            or "lastmod"
            or "lastmodified"
            or "lastmodifiedat"
            or "modified":
                _values.Updated ??= _typed.Date(entry, Severity.Warning);
                break;
            case "publishat" or "publishdate":
                _visibility.ReadPublishAt(entry);
                break;
            case "draft" or "drafts" or "isdraft" or "private" or "isprivate" or "unpublished":
                _visibility.ReadFlag(entry, draftIf: true);
                break;
            case "public":
                _visibility.ReadFlag(entry, draftIf: false);
                break;
            case "published" or "publish":
                _visibility.ReadPublished(entry, isPast: entry.PlainKey == "published");
                break;
            case "status" or "poststatus" or "visibility":
                _visibility.ReadStatus(entry);
                break;
            case "tags" or "tag" or "categories" or "category" or "keywords" or "topics":
                ReadTags(entry);
                break;
            case "summary":
                _values.Summary = Decoded(_typed.Text(entry));
                break;
            case "description" or "excerpt" or "customexcerpt" or "metadescription":
                _values.Summary ??= Decoded(_typed.Text(entry));
                break;
            case "author" or "authors" or "byline":
                _values.Author ??= _typed.Names(entry);
                break;
            case "image"
            or "images"
            or "cover"
            or "coverimage"
            or "featureimage"
            or "featuredimage"
            or "heroimage"
            or "thumbnail"
            or "header":
                ReadImage(entry);
                break;
            case "alt" or "imagealt" or "featureimagealt" or "coveralt" or "heroalt":
                _values.ImageAlt = _typed.Text(entry);
                break;
            case "lang" or "language" or "locale":
                ReadLanguage(entry);
                break;
            case "canonical" or "canonicalurl":
                ReadCanonical(entry);
                break;
            case "aliases" or "alias" or "redirectfrom":
                _addresses.ReadAliases(entry);
                break;
            case "newsletter":
                _values.Newsletter = _typed.Flag(entry, Severity.Error);
                break;
            case "reviewedby" or "medicallyreviewedby":
                _values.ReviewedBy = _typed.Names(entry);
                break;
            case "lastreviewed" or "reviewed":
                _values.LastReviewed = _typed.Date(entry, Severity.Warning)?.Day;
                break;
            case "reviewby":
                _values.ReviewBy = _typed.Date(entry, Severity.Warning)?.Day;
                _values.ReviewByLine = entry.Line;
                break;
            case "references" or "sources" or "citations":
                ReadReferences(entry);
                break;
            case "social" or "syndication" or "targets":
                ReadTargetTexts(entry);
                break;
            case "taxonomies" when entry.Value is MapNode taxonomies:
                foreach (var taxonomy in taxonomies.Entries)
                    ReadTags(taxonomy);
                break;
            case "extra" or "params" when entry.Value is MapNode { } inner && !_inner:
                ReadInner(inner);
                break;
            default:
                if (!_visibility.ReadOther(entry))
                    Unknown(entry);
                break;
        }
    }

    /// <summary>What Zola keeps under <c>[extra]</c> and Hugo under <c>[params]</c>: our keys among a theme's own.</summary>
    private void ReadInner(MapNode map)
    {
        _inner = true;
        foreach (var entry in map.Entries)
        {
            if (entry.Value is not ScalarNode { IsEmpty: true })
                Read(entry);
        }
        _inner = false;
    }

    /// <summary>Exports write titles as HTML: "Fish &amp;amp; chips".</summary>
    private static string? Decoded(string? text) =>
        text is not null && text.Contains('&')
            ? EntryValues.Tidy(InvisibleCharacters.FromValue(WebUtility.HtmlDecode(text)))
            : text;

    private void ReadTags(MapEntry entry)
    {
        foreach (var node in _typed.Texts(entry))
        {
            // "tags: pain, back" is one text to YAML, and two tags to its author.
            var parts =
                entry.Value is ScalarNode
                    ? node.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    : [node.Text.Trim()];
            foreach (var part in parts)
            {
                var tag = EntryValues.Tidy(part.TrimStart('#'));
                _visibility.ReadTag(entry, node, tag);
                if (_values.Tags.Count >= FrontMatterLimits.Values)
                {
                    _typed.TooManyOnce("tags", node);
                    return;
                }
                if (tag.Length is > 0 and <= 60 && !_values.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
                    _values.Tags.Add(tag);
                else if (tag.Length > 60)
                    _typed.Add(
                        "tags",
                        Severity.Warning,
                        $"'{EntryValues.Short(tag)}' is too long for a tag; it is left out.",
                        "Write tags of one to three words: [back pain, acupuncture].",
                        node
                    );
            }
        }
    }

    private void ReadImage(MapEntry entry)
    {
        if (entry.Value is MapNode map)
        {
            if (
                map.Find("path", "src", "url", "image", "feature", "og", "teaser") is ScalarNode { IsEmpty: false } path
            )
                SetImage(path.Text, entry.Line);
            if (map.Find("alt", "imagealt") is ScalarNode { IsEmpty: false } alt)
                _values.ImageAlt ??= EntryValues.Tidy(alt.Text);
            return;
        }
        if (_typed.Texts(entry) is [var first, ..])
            SetImage(first.Text, entry.Line);
    }

    private void SetImage(string path, int line)
    {
        if (_values.Image is not null || path.Trim() is not { Length: > 0 } image)
            return;
        if (SafeUrl.SchemeOf(image) is not null && SafeUrl.Web(image) is null)
        {
            _typed.Add(
                "image",
                Severity.Warning,
                "The image's address is of a kind that pages must not show.",
                "Name a picture beside the article, or one on the web (https).",
                line,
                1
            );
            return;
        }
        (_values.Image, _values.ImageLine) = (image, line);
    }

    private void ReadLanguage(MapEntry entry)
    {
        if (_typed.Text(entry) is not { } text)
            return;
        var tag = text.Replace('_', '-');
        if (LanguageTag.IsWellFormed(tag))
            _values.Language = tag;
        else
            _typed.Add(
                "lang",
                Severity.Warning,
                $"'{EntryValues.Short(text)}' is not a language; the site's own is taken.",
                "Write e.g. en, fr or fr-CA (BCP 47).",
                entry.Value
            );
    }

    private void ReadCanonical(MapEntry entry)
    {
        if (_typed.Text(entry) is not { } text)
            return;
        if (SafeUrl.Web(text) is { } address)
            _values.Canonical = new Uri(address).AbsoluteUri;
        else
            _typed.Add(
                "canonical",
                Severity.Warning,
                "The canonical address is not a whole web address; it is ignored.",
                "Write it with https:// in front.",
                entry.Value
            );
    }

    private void ReadReferences(MapEntry entry)
    {
        foreach (var item in _typed.Items(entry, FrontMatterLimits.References))
        {
            switch (item)
            {
                case ScalarNode { IsEmpty: true }:
                    break;
                case ScalarNode text:
                    _values.References.Add(ReferenceText.Read(EntryValues.Tidy(text.Text)));
                    break;
                case MapNode map when map.Find("title", "text", "name", "url", "link", "href", "doi") is not null:
                    var url = (map.Find("url", "link", "href") as ScalarNode)?.Text;
                    if (url is null && map.Find("doi") is ScalarNode doi)
                        url = "https://doi.org/" + doi.Text.Trim();
                    var title = (map.Find("title", "text", "name") as ScalarNode)?.Text ?? url ?? "";
                    _values.References.Add(new Reference(EntryValues.Tidy(title), SafeUrl.Web(url)));
                    break;
                default:
                    _typed.Add(
                        "references",
                        Severity.Warning,
                        "This reference cannot be read; it is left out.",
                        "Write a text, or 'title:' and 'url:' below each other.",
                        item
                    );
                    break;
            }
        }
    }

    private void ReadTargetTexts(MapEntry entry)
    {
        if (entry.Value is not MapNode map)
        {
            _typed.Wrong(entry, Severity.Warning, "a target's name and a text for it, indented below the key");
            return;
        }
        foreach (var target in map.Entries)
        {
            if (_values.TargetTexts.Count >= FrontMatterLimits.Values)
            {
                _typed.TooManyOnce(entry.Key, target.Value);
                return;
            }
            if (_typed.Text(target) is { } text)
                _values.TargetTexts[EntryValues.Tidy(target.Key)] = text;
        }
    }

    private void Unknown(MapEntry entry)
    {
        if (_inner)
            return;
        if (FrontMatterKeys.Elsewhere.Contains(entry.PlainKey))
        {
            _typed.Add(
                "front-matter-unknown",
                Severity.Note,
                $"'{entry.Key}' belongs to another system; it is ignored.",
                null,
                entry.Line,
                entry.Column
            );
            return;
        }
        var near = Spelling.Nearest(entry.PlainKey, FrontMatterKeys.Own);
        // Misspelt, a key that holds an article back would let it go.
        var harmful = near is "draft" or "publishAt" or "newsletter";
        _typed.Add(
            "front-matter-unknown",
            near is null ? Severity.Note
                : harmful ? Severity.Error
                : Severity.Warning,
            $"'{EntryValues.Short(entry.Key)}' is not a key that is known here" + (harmful ? "." : "; it is ignored."),
            near is null ? "Remove it, unless another system needs it." : $"Did you mean '{near}'?",
            entry.Line,
            entry.Column
        );
    }
}
