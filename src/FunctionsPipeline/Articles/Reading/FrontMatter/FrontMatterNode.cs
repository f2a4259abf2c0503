using System.Text;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>One value of the front matter, YAML or TOML alike, that knows its place in the file (1-based).</summary>
internal abstract record FrontMatterNode(int Line, int Column);

/// <param name="Text">As written, without quotes and with escapes resolved.</param>
/// <param name="Quoted">True: a text regardless of its form.</param>
internal sealed record ScalarNode(string Text, bool Quoted, int Line, int Column) : FrontMatterNode(Line, Column)
{
    /// <summary>Nothing was written after the key, or YAML's word for nothing.</summary>
    public bool IsEmpty => !Quoted && (Text.Length == 0 || Text is "~" or "null" or "Null" or "NULL");
}

internal sealed record ListNode(IReadOnlyList<FrontMatterNode> Items, int Line, int Column)
    : FrontMatterNode(Line, Column);

internal sealed record MapNode(IReadOnlyList<MapEntry> Entries, int Line, int Column) : FrontMatterNode(Line, Column)
{
    /// <summary>The value of the first of these keys that is there, compared without case, '-' and '_'.</summary>
    public FrontMatterNode? Find(params ReadOnlySpan<string> plainKeys)
    {
        foreach (var key in plainKeys)
        {
            foreach (var entry in Entries)
            {
                if (entry.PlainKey == key)
                    return entry.Value;
            }
        }
        return null;
    }
}

/// <param name="Key">As written.</param>
internal sealed record MapEntry(string Key, FrontMatterNode Value, int Line, int Column)
{
    /// <summary>
    /// In small letters without '-', '_', spaces and other signs: <c>publish_at</c> and <c>publishAt</c> are one key.
    /// </summary>
    public string PlainKey { get; } = Plain(Key);

    /// <summary>
    /// Letters and digits only: what a keyboard or an export slips between them (a no-break space, a dot) is no part of
    /// a key.
    /// </summary>
    internal static string Plain(string key)
    {
        foreach (var c in key)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9')))
                return string.Concat(key.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit))
                    .ToLowerInvariant();
        }
        return key;
    }
}
