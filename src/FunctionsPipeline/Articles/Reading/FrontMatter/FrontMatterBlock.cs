using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

internal enum FrontMatterFormat
{
    None,
    Yaml,
    Toml,
}

/// <summary>Where the front matter ends and the article begins.</summary>
/// <param name="Text">The lines between the fences; empty with no front matter.</param>
/// <param name="TextLine">1-based line of the file on which <paramref name="Text"/> begins.</param>
/// <param name="Body">What follows.</param>
/// <param name="BodyLine">1-based line of the file on which <paramref name="Body"/> begins.</param>
internal sealed record FrontMatterBlock(FrontMatterFormat Format, string Text, int TextLine, string Body, int BodyLine)
{
    /// <summary>Lines below an opening fence that are read to distinguish front matter from a rule above the text.</summary>
    private const int MostKeys = 20;

    /// <summary>Splits a file whose line ends are '\n'.</summary>
    public static FrontMatterBlock Split(string file, List<Finding> findings)
    {
        var (start, line) = SkipBlankLines(file);
        var first = LineAt(file, start);
        var fence = first.TrimEnd();
        var format =
            fence is "---" ? FrontMatterFormat.Yaml
            : fence is "+++" ? FrontMatterFormat.Toml
            : FrontMatterFormat.None;
        if (format == FrontMatterFormat.None)
        {
            if (UnreadFrontMatter.Find(file, 1, isBody: false) is { } unread)
                findings.Add(unread);
            return new FrontMatterBlock(format, "", 1, file, 1);
        }

        var textStart = Math.Min(start + first.Length + 1, file.Length);
        // A rule above the text: a blank line, and then no key.
        if (
            format == FrontMatterFormat.Yaml
            && LineAt(file, textStart).IsWhiteSpace()
            && HeadLine.Read(file[textStart..], line + 1, 1) is [var below]
            && FieldLine.Read(below.Bare) is null
        )
            return new FrontMatterBlock(FrontMatterFormat.None, "", 1, file, 1);

        var closing = format == FrontMatterFormat.Yaml ? "---" : "+++";
        var at = textStart;
        var current = line + 1;
        while (at < file.Length)
        {
            var text = LineAt(file, at);
            var trimmed = text.TrimEnd();
            if (trimmed.SequenceEqual(closing) || (format == FrontMatterFormat.Yaml && trimmed is "..."))
            {
                var body = file[Math.Min(at + text.Length + 1, file.Length)..];
                if (UnreadFrontMatter.Find(body, current + 1, isBody: true) is { } second)
                    findings.Add(second);
                return new FrontMatterBlock(format, file[textStart..at], line + 1, body, current + 1);
            }
            at += text.Length + 1;
            current++;
        }
        if (
            HeadLine
                .Read(file[textStart..], line + 1, MostKeys)
                .TakeWhile(l => !l.IsBlank)
                .Any(l => FieldLine.Read(l.Bare) is { IsKnown: true } or { HoldsBack: true, IsOn: true })
            || LooksLikeKey(LineAt(file, textStart), format)
        )
        {
            findings.Add(
                new Finding(
                    "front-matter-open",
                    Severity.Error,
                    $"The front matter begins here with '{closing}' but never ends.",
                    $"Write a line '{closing}' below the last 'key: value' line, above the article's text.",
                    line,
                    1
                )
            );
        }
        return new FrontMatterBlock(FrontMatterFormat.None, "", 1, file, 1);
    }

    private static (int Start, int Line) SkipBlankLines(string file)
    {
        var (start, line) = (0, 1);
        while (start < file.Length)
        {
            var text = LineAt(file, start);
            if (!text.IsWhiteSpace())
                break;
            if (start + text.Length + 1 > file.Length)
                break;
            start += text.Length + 1;
            line++;
        }
        return start < file.Length ? (start, line) : (0, 1);
    }

    private static ReadOnlySpan<char> LineAt(string file, int start)
    {
        var rest = file.AsSpan(Math.Min(start, file.Length));
        var end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[..end];
    }

    private static bool LooksLikeKey(ReadOnlySpan<char> line, FrontMatterFormat format)
    {
        var separator = line.IndexOf(format == FrontMatterFormat.Yaml ? ':' : '=');
        if (separator is <= 0 or > 30)
            return false;
        foreach (var c in line[..separator].Trim())
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }
        return true;
    }
}
