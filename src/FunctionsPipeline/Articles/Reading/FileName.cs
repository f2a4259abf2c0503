using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>What a file's name says of the article.</summary>
/// <param name="Date">As Jekyll names posts: <c>2023-01-25-sciatica</c>.</param>
/// <param name="Title">
/// The name as words, with a capital; null for a name that says nothing, as <c>index</c> or <c>Document1 (3)</c>.
/// </param>
/// <param name="IsNotion">It ends in the 32 hexadecimal digits that Notion's export adds.</param>
internal sealed partial record FileName(WrittenDate? Date, string? Title, bool IsNotion)
{
    private static readonly SearchValues<char> OfTime = SearchValues.Create("0123456789-_.: Z");

    /// <summary>What programs call a file that its author has not named, in the languages of most of them.</summary>
    private static readonly FrozenSet<string> Nameless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "index",
        "readme",
        "untitled",
        "document",
        "doc",
        "new",
        "text",
        "txt",
        "file",
        "draft",
        "copy",
        "of",
        "final",
        "version",
        "v",
        "rev",
        "img",
        "image",
        "dsc",
        "dscn",
        "pxl",
        "scan",
        "screenshot",
        "page",
        "word",
        "microsoft",
        "unbenannt",
        "neu",
        "neues",
        "dokument",
        "textdokument",
        "entwurf",
        "kopie",
        "von",
        "sans",
        "titre",
        "nouveau",
        "texte",
        "brouillon",
        "copie",
        "de",
        "sin",
        "titulo",
        "t\u00edtulo",
        "nuevo",
        "documento",
        "texto",
        "borrador",
        "copia",
        "rich",
        "note",
        "pasted",
        "clipboard",
        "temp",
        "tmp",
        "at",
        "unbenanntes",
        "unbenannter",
        "senza",
        "titolo",
        "sem",
        "naamloos",
        "无标题",
        "無標題",
        "未命名",
        "文档",
        "新建",
        "文本文档",
        "新建文本文档",
        "無題",
        "無題のドキュメント",
        "新規",
        "テキスト",
        "ドキュメント",
        "제목",
        "없음",
        "문서",
        "без",
        "имени",
        "названия",
        "новый",
        "текстовый",
        "документ"
    );

    /// <param name="stem">Without folder and extension.</param>
    public static FileName Read(string stem)
    {
        WrittenDate? date = null;
        var rest = Composed.Of(stem).Trim();
        var isNotion = NotionId().IsMatch(rest);
        if (isNotion)
            rest = rest[..^32].TrimEnd(' ', '-', '_');
        if (
            rest.Length >= 10
            && (rest.Length == 10 || rest[10] is '-' or '_' or ' ' || IsTime(rest.AsSpan(10)))
            && WrittenDate.TryParse(rest.AsSpan(0, 10), out var found)
        )
        {
            date = found;
            rest = rest[Math.Min(11, rest.Length)..];
        }
        rest = Uuid().Replace(rest, "");
        var words = rest.Split(['-', '_', ' ', '\t', '+'], StringSplitOptions.RemoveEmptyEntries);
        if (words.All(SaysNothing))
            return new FileName(date, null, isNotion);
        var title = string.Join(' ', words);
        return new FileName(
            date,
            char.IsLower(title[0]) ? char.ToUpperInvariant(title[0]) + title[1..] : title,
            isNotion
        );
    }

    /// <summary>A number, a hash, a single sign, or a word for a file as such.</summary>
    private static bool SaysNothing(string word)
    {
        var bare = word.AsSpan().Trim("()[]{}.,:#0123456789").ToString();
        return bare.Length == 0 || Nameless.Contains(bare) || IsHash(word);
    }

    /// <summary>A time behind a date: <c>T10-22-33</c>.</summary>
    private static bool IsTime(ReadOnlySpan<char> text) =>
        text is ['T' or 't', _, ..] && !text[1..].ContainsAnyExcept(OfTime);

    /// <summary>Hexadecimal with a digit in it: "facade" is a word.</summary>
    private static bool IsHash(string word) =>
        word.Length >= 6 && word.All(char.IsAsciiHexDigit) && word.Any(char.IsAsciiDigit);

    [GeneratedRegex(
        "^(.*[ _-])?[0-9a-f]{32}$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex NotionId();

    [GeneratedRegex(
        "(^|[ _-])\\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\}?$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Uuid();
}
