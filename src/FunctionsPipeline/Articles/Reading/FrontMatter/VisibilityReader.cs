using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Whether readers may see the article. Many keys say it, and systems that people come from read them differently: one that
/// holds it back wins over any that does not, and a value that is not understood rejects the article.
/// </summary>
internal sealed class VisibilityReader(FrontMatterValues values, EntryValues typed)
{
    private MapEntry? _scheduled;

    public void ReadFlag(MapEntry entry, bool draftIf)
    {
        if (typed.Flag(entry, Severity.Error) == draftIf)
            Hold(entry);
    }

    /// <summary>WordPress and Jekyll write true or false, others the date, and some the status.</summary>
    public void ReadPublished(MapEntry entry)
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
        else
        {
            values.Date ??= typed.Date(entry, Severity.Error);
        }
    }

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
