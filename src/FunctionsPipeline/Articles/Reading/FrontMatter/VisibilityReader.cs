using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Whether readers may see the article. Many keys say it, and systems that people come from read them differently: one that
/// holds it back wins over any that does not, and a value that is not understood rejects the article.
/// </summary>
internal sealed class VisibilityReader(FrontMatterValues values, EntryValues typed)
{
    /// <summary>
    /// Maps that other systems keep an article's own keys in, plain. In others a key means something else:
    /// <c>cover: {hidden: true}</c> hides a picture.
    /// </summary>
    private static readonly HashSet<string> MetaMaps = new(StringComparer.Ordinal)
    {
        "meta",
        "metadata",
        "params",
        "extra",
        "settings",
        "options",
        "publishing",
        "publication",
    };

    private MapEntry? _scheduled;

    public void ReadFlag(MapEntry entry, bool draftIf)
    {
        if (typed.Flag(entry, Severity.Error) == draftIf)
            Hold(entry);
    }

    /// <summary>
    /// WordPress and Jekyll write true or false, others the date, and some the status.
    /// </summary>
    /// <param name="isPast">
    /// The date is that of the article: <c>published</c>. False for the day on which to <c>publish</c>.
    /// </param>
    public void ReadPublished(MapEntry entry, bool isPast)
    {
        if (EntryValues.AsFlag(entry) is { } published)
        {
            if (!published)
                Hold(entry);
        }
        else if (
            entry.Value is ScalarNode scalar
            && PublicationStatus.Read(scalar.Text) is not PublicationStatus.Kind.Unknown
        )
        {
            ReadStatus(entry);
        }
        else if (isPast)
        {
            values.Date ??= typed.Date(entry, Severity.Error);
        }
        else
        {
            ReadPublishAt(entry);
        }
    }

    /// <summary>Of two such days the later one counts: on the earlier one the other still holds the article back.</summary>
    public void ReadPublishAt(MapEntry entry)
    {
        if (
            typed.Date(entry, Severity.Error) is { } date
            && !(values.PublishAt is { } other && other.In(TimeZoneInfo.Utc) >= date.In(TimeZoneInfo.Utc))
        )
            values.PublishAt = date;
    }

    /// <summary>Reads a key that is none here, and that may hold the article back all the same.</summary>
    /// <returns>False if it has nothing to do with that.</returns>
    public bool ReadOther(MapEntry entry) =>
        entry.Value switch
        {
            MapNode map => ReadMap(map, MetaMaps.Contains(entry.PlainKey)),
            ScalarNode scalar => ReadOther(entry, scalar.Text),
            _ => false,
        };

    private bool ReadOther(MapEntry entry, string text)
    {
        var (effect, flag) = (HoldingKeys.Of(entry.PlainKey), HoldingKeys.AsFlag(text));
        switch (effect)
        {
            case HoldingKeys.Effect.IfTrue or HoldingKeys.Effect.IfFalse when flag is not null:
                if (flag == (effect == HoldingKeys.Effect.IfTrue))
                    Hold(entry);
                return true;
            case HoldingKeys.Effect.IfAny or HoldingKeys.Effect.Ends when flag == false:
                return true;
            case HoldingKeys.Effect.IfAny:
                Hold(entry);
                return true;
            case HoldingKeys.Effect.Begins when flag is not null:
                if (flag == true)
                    _scheduled = entry;
                return true;
            case HoldingKeys.Effect.Begins:
                ReadPublishAt(entry);
                return true;
            case HoldingKeys.Effect.Ends:
                typed.Add(
                    "ends",
                    Severity.Error,
                    $"'{EntryValues.Short(entry.Key)}' says when the article ends, and nothing here takes it off the site by itself.",
                    "Remove this line to publish the article, and remove the file when its time is over.",
                    entry.Value
                );
                return true;
            case HoldingKeys.Effect.Status:
                ReadStatus(entry);
                return true;
        }
        // "state: draft", "stage: Draft", "render: never": such words mean the same under any key.
        var says =
            MapEntry.Plain(text)
            is "draft"
                or "drafts"
                or "autodraft"
                or "unpublished"
                or "entwurf"
                or "brouillon"
                or "borrador"
                or "bozza"
                or "rascunho";
        if (!says && !IsNever(entry, text))
            return false;
        Hold(entry);
        return true;
    }

    /// <summary>Hugo's <c>build</c>, and <c>meta</c> and the like of other systems.</summary>
    /// <param name="isMeta">The map speaks of the whole article: there, other systems' keys count too.</param>
    private bool ReadMap(MapNode map, bool isMeta)
    {
        var held = false;
        foreach (var entry in map.Entries)
        {
            if (
                entry.Value is not ScalarNode scalar
                || !(HoldsBack(entry, scalar.Text) || (isMeta && HoldsBackElsewhere(entry, scalar.Text)))
            )
                continue;
            Hold(entry);
            held = true;
        }
        return held;
    }

    private static bool HoldsBack(MapEntry entry, string text) =>
        entry.PlainKey switch
        {
            "draft" or "isdraft" or "private" => EntryValues.AsFlag(text) == true,
            "published" or "ispublished" or "publish" => EntryValues.AsFlag(text) == false,
            "status" => PublicationStatus.Read(text) is PublicationStatus.Kind.Draft,
            _ => IsNever(entry, text),
        };

    private static bool HoldsBackElsewhere(MapEntry entry, string text) =>
        HoldingKeys.HoldsBack(entry.PlainKey, text)
        ?? (HoldingKeys.Of(entry.PlainKey) is HoldingKeys.Effect.IfAny && HoldingKeys.AsFlag(text) != false);

    private static bool IsNever(MapEntry entry, string text) =>
        entry.PlainKey == "render" && (MapEntry.Plain(text) == "never" || EntryValues.AsFlag(text) == false);

    public void ReadStatus(MapEntry entry)
    {
        if (entry.Value is ListNode { Items: [ScalarNode only] })
            entry = entry with { Value = only };
        if (entry.Value is not ScalarNode word)
        {
            typed.Wrong(entry, Severity.Error, "one word such as 'published' or 'draft'");
            return;
        }
        switch (PublicationStatus.Read(word.Text))
        {
            case PublicationStatus.Kind.Draft:
                Hold(entry);
                break;
            case PublicationStatus.Kind.Scheduled:
                _scheduled = entry;
                break;
            case PublicationStatus.Kind.Unknown when EntryValues.AsFlag(entry) is { } flag:
                if (!flag)
                    Hold(entry);
                break;
            case PublicationStatus.Kind.Unknown:
                typed.Add(
                    entry.PlainKey,
                    Severity.Error,
                    $"'{EntryValues.Short(word.Text)}' is no {EntryValues.Short(entry.Key)} that is known here.",
                    "Write 'published' if readers may see the article, or 'draft'.",
                    word
                );
                break;
        }
    }

    /// <summary>A tag that is no topic: Nikola's, and those of people who keep their notes and articles in one place.</summary>
    public void ReadTag(MapEntry entry, ScalarNode node, string tag)
    {
        if (MapEntry.Plain(tag) is "draft" or "drafts")
            Hold(entry with { Value = node });
    }

    /// <summary>Call once every key was read: what is scheduled needs to know for when.</summary>
    public void Complete()
    {
        if (_scheduled is null || values.PublishAt is not null)
            return;
        if (values.Date is { } date)
            values.PublishAt = date;
        else
            Hold(_scheduled);
    }

    private void Hold(MapEntry entry)
    {
        values.Draft = true;
        // The report says that the article is a draft; which line says so is worth a word where it is not 'draft: true'.
        if (entry.PlainKey != "draft")
            typed.Add(
                "draft",
                Severity.Note,
                $"'{EntryValues.Short(entry.Key)}' keeps the article off the site.",
                "Write 'draft: false' in its place to publish it.",
                entry.Value
            );
    }
}
