using System.Buffers;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>One of a text's first lines, as <see cref="UnreadFrontMatter"/> looks at it.</summary>
internal sealed partial class HeadLine
{
    /// <summary>A longer line is no field and no fence.</summary>
    private const int MaxLength = 400;

    /// <summary>Dashes of all lengths, and what other systems and word processors put in their place.</summary>
    private static readonly SearchValues<char> FenceMarks = SearchValues.Create(
        "-+=~*_;%#.\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u2550\uFE58\uFE63\uFF0D\uFF0B\uFF3F\uFF1D"
    );

    /// <summary>Spaces and joiners that readers do not see, and the escapes that exports put before a line.</summary>
    private static readonly SearchValues<char> Ignored = SearchValues.Create(
        " \t\f\u00A0\u00AD\u1680\u180E\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u200E\u200F\u202F\u205F\u2060\u3000\uFEFF\\"
    );

    private HeadLine(string raw, int number)
    {
        Number = number;
        Shown = raw.Trim();
        var bare = Strip(raw.Contains('<') ? Tags().Replace(raw, " ") : raw);
        IsCodeFence =
            bare.StartsWith("```", StringComparison.Ordinal) || bare.StartsWith("~~~", StringComparison.Ordinal);
        (Opens, Closes) = (
            IsCodeFence || bare is "<!--" or "<!---",
            bare.EndsWith("-->", StringComparison.Ordinal) || bare is "```" or "~~~"
        );
        if (bare.StartsWith("<!--", StringComparison.Ordinal))
            bare = Strip(bare[4..]);
        if (bare.EndsWith("-->", StringComparison.Ordinal))
            bare = bare[..^3].TrimEnd();
        Bare = bare;
        IsContinuation = raw.Length > 0 && raw[0] is ' ' or '\t' or '-';
        LooksLikeFence = FenceOf(bare);
    }

    /// <summary>1-based in the file.</summary>
    public int Number { get; }

    /// <summary>As written.</summary>
    public string Shown { get; }

    /// <summary>Without the marks of a comment around it, escapes, and characters that readers do not see.</summary>
    public string Bare { get; }

    public bool IsBlank => Bare.Length == 0;

    /// <summary>It only begins a comment or a code block.</summary>
    public bool Opens { get; }

    /// <summary>It ends a comment or a code block.</summary>
    public bool Closes { get; }

    /// <summary>It belongs to a comment, or is blank.</summary>
    public bool IsComment { get; private set; }

    /// <summary>It stands in a code block that does not begin the text.</summary>
    public bool IsCode { get; private set; }

    /// <summary>
    /// It only says that the article is a draft; or several fields stand on it, as <c>--- title: x, draft: true ---</c>,
    /// and one of them does.
    /// </summary>
    public bool SaysDraft =>
        FieldLine.Read(Bare) is { SaysDraft: true }
        || (
            HoldsFields
            && Bare.Split([',', ';', '{', '}'])
                .Any(f => FieldLine.Read(f.TrimEnd('-', '+', ' ')) is { SaysDraft: true })
        );

    /// <summary>It may belong to the value above it.</summary>
    public bool IsContinuation { get; }

    /// <summary>
    /// Two marks or more, perhaps with the name of a format behind them: <c>----</c>, <c>---yaml</c>, <c>— -</c>,
    /// <c>;;;</c>.
    /// </summary>
    public bool LooksLikeFence { get; }

    private bool IsCodeFence { get; }

    /// <summary>A comment, dashes, JSON, or MDX's <c>export</c>: running text never begins like this.</summary>
    private bool HoldsFields => Shown.StartsWith("<!--", StringComparison.Ordinal) || StartsFields(Bare);

    /// <summary>
    /// Could a line hold a field, or begin a table or a title block of them? False for running text, which needs no second
    /// look.
    /// </summary>
    public static bool MayHoldFields(ReadOnlySpan<char> raw)
    {
        var line = raw[..Math.Min(raw.Length, MaxLength)];
        var at = line.IndexOfAnyExcept(Ignored);
        if (at < 0)
            return false;
        var bare = line[at..];
        return bare[0] is '|' or '%'
            // Tags are taken out before a line is read.
            || bare.Contains('<')
            || FieldLine.Is(bare)
            || (StartsFields(bare) && FieldLine.IsSeparated(bare));
    }

    /// <summary>The first lines, blank ones at the top left out.</summary>
    public static List<HeadLine> Read(string text, int firstLine, int most)
    {
        var lines = new List<HeadLine>();
        var number = firstLine - 1;
        var (inCode, inComment) = (false, false);
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            if (lines.Count == 0 && raw.IsWhiteSpace())
                continue;
            if (lines.Count == most)
                break;
            var line = new HeadLine(raw[..Math.Min(raw.Length, MaxLength)].ToString(), number);
            if (line.IsCodeFence && lines.Count > 0)
                inCode = !inCode;
            inComment |= line.Shown.StartsWith("<!--", StringComparison.Ordinal);
            line.IsComment = inComment || line.IsBlank;
            inComment &= !line.Shown.Contains("-->", StringComparison.Ordinal);
            line.IsCode = inCode || (IsIndented(raw) && lines is [.., { IsBlank: true }]);
            lines.Add(line);
        }
        return lines;
    }

    private static bool StartsFields(ReadOnlySpan<char> bare) =>
        bare.StartsWith('{')
        || bare.StartsWith("export ", StringComparison.Ordinal)
        || (bare.Length > 2 && FenceMarks.Contains(bare[0]) && bare[1] == bare[0] && bare[2] == bare[0]);

    private static bool IsIndented(ReadOnlySpan<char> line) =>
        line.StartsWith("\t", StringComparison.Ordinal) || line.StartsWith("    ", StringComparison.Ordinal);

    private static bool FenceOf(string bare)
    {
        var marks = 0;
        var rest = bare.AsSpan();
        while (rest.Length > 0 && (FenceMarks.Contains(rest[0]) || rest[0] == ' '))
        {
            marks += rest[0] == ' ' ? 0 : 1;
            rest = rest[1..];
        }
        // One long dash is what a word processor makes of two or three hyphens.
        var enough = marks >= 2 || bare is "\u2014" or "\u2013" or "\u2015" or "\u2500";
        return enough && rest.Length <= 20 && !rest.ContainsAny(' ', ':', '=');
    }

    private static string Strip(string text)
    {
        var at = text.AsSpan().IndexOfAnyExcept(Ignored);
        if (at < 0)
            return "";
        var bare = text.AsSpan(at).TrimEnd();
        return bare.Length == text.Length ? text : bare.ToString();
    }

    /// <summary>Tags that stand around the lines of a text which was copied from a page.</summary>
    [GeneratedRegex(
        "</?(p|div|span|b|strong|em|i|code|br)( [^<>]*)?/?>",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Tags();
}
