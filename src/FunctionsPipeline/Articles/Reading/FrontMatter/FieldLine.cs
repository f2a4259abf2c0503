using System.Buffers;
using System.Globalization;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>A line that looks like a key with its value, in any notation.</summary>
/// <param name="Key">As written, without quotes and the marks of Org or Nikola before it.</param>
/// <param name="PlainKey">See <see cref="MapEntry.PlainKey"/>.</param>
/// <param name="Value">Without quotes and a comma behind it.</param>
internal sealed record FieldLine(string Key, string PlainKey, string Value)
{
    private const int MaxKey = 30;

    private const string QuoteMarks = "\"'\u201C\u201D\u201E\u2018\u2019\u00AB\u00BB";

    /// <summary>What notations put before a key: lists, quotations, Org, Nikola, reStructuredText, Properties.</summary>
    private const string Leading = " .:%#+-*>|/{,\u2022" + QuoteMarks;

    private static readonly SearchValues<char> Separators = SearchValues.Create(":=\uFF1A");

    /// <summary>It is one of the keys that front matter has.</summary>
    public bool IsKnown => FrontMatterKeys.IsRead(PlainKey);

    /// <summary>It may keep the article from readers.</summary>
    public bool HoldsBack =>
        (FrontMatterKeys.Visibility.Contains(PlainKey) && PlainKey is not ("date" or "newsletter"))
        || HoldingKeys.Of(PlainKey) is not (HoldingKeys.Effect.None or HoldingKeys.Effect.IfAny);

    /// <summary>Its value apparently keeps the article from readers.</summary>
    public bool IsOn =>
        PlainKey switch
        {
            "published" or "publish" or "public" => EntryValues.AsFlag(Value) == false,
            "status" or "poststatus" or "visibility" => PublicationStatus.Read(Value) is PublicationStatus.Kind.Draft,
            "publishat" or "publishdate" => IsDay,
            _ when HoldingKeys.HoldsBack(PlainKey, Value) is { } holds => holds,
            _ when HoldingKeys.Of(PlainKey) is HoldingKeys.Effect.Begins => IsDay || HoldingKeys.AsFlag(Value) == true,
            _ => EntryValues.AsFlag(Value) == true,
        };

    /// <summary>Whether the day has come is not known here: it would hold the article back until then.</summary>
    private bool IsDay =>
        DateTimeOffset.TryParse(Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    /// <summary>
    /// It means nothing but that the article is a draft: "Private: yes" and "Status: pending" may also be words of a text.
    /// </summary>
    public bool SaysDraft =>
        IsOn
        && (
            PlainKey
                is "draft"
                    or "drafts"
                    or "isdraft"
                    or "saveasdraft"
                    or "unpublished"
                    or "published"
                    or "ispublished"
                    or "publish"
                    or "dgpublish"
            || (PlainKey is "status" or "poststatus" && MapEntry.Plain(Value) == "draft")
        );

    /// <summary>Null for what is no such line.</summary>
    public static FieldLine? Read(string? line)
    {
        if (line is null || !TryKey(line, out var key, out var rest))
            return null;
        var value = rest.TrimStart(":= ").TrimEnd(" ,;*/|}").Trim(" " + QuoteMarks);
        var plain = MapEntry.Plain(key.ToString());
        // Org's exporter for Hugo: #+HUGO_DRAFT, and :EXPORT_HUGO_DRAFT: in a drawer.
        if (plain.IndexOf("hugo", StringComparison.Ordinal) is >= 0 and var org)
            plain = plain[(org + 4)..];
        return new FieldLine(key.ToString(), plain, value.ToString());
    }

    /// <summary>Is there a key, and what separates it from its value?</summary>
    public static bool Is(ReadOnlySpan<char> line) => TryKey(line, out _, out _);

    /// <summary>Is there what separates keys from values?</summary>
    public static bool IsSeparated(ReadOnlySpan<char> line) => line.ContainsAny(Separators);

    private static bool TryKey(ReadOnlySpan<char> line, out ReadOnlySpan<char> key, out ReadOnlySpan<char> rest)
    {
        var text = line.TrimStart(Leading).TrimStart();
        var at = text[..Math.Min(text.Length, MaxKey + 1)].IndexOfAny(Separators);
        key = rest = default;
        if (at <= 0)
            return false;
        key = text[..at].Trim(" *_" + QuoteMarks);
        rest = text[(at + 1)..];
        foreach (var c in key)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or ' ' or '.'))
                return false;
        }
        return key.Length > 0;
    }
}
