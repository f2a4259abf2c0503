using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Writes words so that Markdown reads them as words, with no more backslashes than that takes.</summary>
internal static partial class MarkdownEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]<>&~=|#-+:^!.)0123456789/");

    /// <summary>What Markdig makes a link of.</summary>
    private static readonly string[] AddressStarts = ["http://", "https://", "ftp://", "mailto:", "tel:", "www."];

    private static readonly SearchValues<char> OfAddress = SearchValues.Create(" ()<>\"\\`|");

    /// <param name="text">One line.</param>
    /// <param name="atStart">It begins a line of Markdown.</param>
    /// <param name="inLink">It is the text of a link or the description of a picture.</param>
    /// <param name="before">The character in front of it; a space for none.</param>
    /// <param name="after">The character behind it.</param>
    public static string Text(string text, bool atStart, bool inLink, char before = ' ', char after = ' ')
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        var escaped = new StringBuilder(text.Length + 8);
        var start = atStart ? StartMark(text, after) : -1;
        var broken = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var (previous, next) = (i == 0 ? before : text[i - 1], i + 1 < text.Length ? text[i + 1] : after);
            // A bare address would become a link by itself, with the backslashes in it; "https\:" begins none.
            if (!char.IsLetterOrDigit(previous) && BeginsAddress(text.AsSpan(i)))
                broken = i + text.AsSpan(i).IndexOfAny(':', '.');
            if (i == start || i == broken || Needs(text, i, previous, next, inLink))
                escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    /// <summary>Finds the first web address in a text that can stand between angle brackets as it is.</summary>
    /// <returns>Where it is, and its length; a length of 0 for none.</returns>
    public static (int Start, int Length) FindWebAddress(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            return default;
        foreach (Match match in Bare().Matches(text))
        {
            if (
                match.Value.StartsWith("http", StringComparison.Ordinal)
                && !match.Value.Contains('\\')
                && (match.Index == 0 || !char.IsLetterOrDigit(text[match.Index - 1]))
            )
                return (match.Index, match.Length);
        }
        return default;
    }

    /// <summary>An address between the round brackets of a link.</summary>
    public static string Address(string address)
    {
        address = address.Trim();
        if (!address.AsSpan().ContainsAny(OfAddress) && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return address;
        var escaped = new StringBuilder(address.Length + 16);
        foreach (var c in address)
        {
            if (char.IsControl(c))
                continue;
            if (OfAddress.Contains(c) || char.IsWhiteSpace(c))
                escaped.Append(Uri.HexEscape(c > 0xff ? ' ' : c));
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>A title behind the address of a link, with its quotes and a space in front; empty for none.</summary>
    public static string Title(string? title)
    {
        var line = string.Join(' ', (title ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length == 0)
            return "";
        var escaped = new StringBuilder(" \"", line.Length + 8);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '\\' or '"' or '|' or '`' || (line[i] == '&' && BeginsEntity(line.AsSpan(i))))
                escaped.Append('\\');
            escaped.Append(line[i]);
        }
        return escaped.Append('"').ToString();
    }

    private static bool Needs(string text, int at, char previous, char next, bool inLink) =>
        text[at] switch
        {
            '\\' or '`' or '*' or '[' or '|' => true,
            ']' => inLink,
            '_' => !char.IsLetterOrDigit(previous) || !char.IsLetterOrDigit(next),
            '<' => char.IsAsciiLetter(next) || next is '/' or '!' or '?' or '<',
            '>' => next == '>' || previous == '>',
            '&' => BeginsEntity(text.AsSpan(at)),
            '~' => next == '~' || previous == '~',
            '=' => next == '=' || previous == '=',
            '-' => next == '-' || previous == '-',
            '^' => next == '^' || previous == '^',
            '!' => next == '[',
            _ => false,
        };

    /// <summary>The character that would make a line something else than a paragraph; -1 for none.</summary>
    private static int StartMark(string text, char after)
    {
        var next = text.Length > 1 ? text[1] : after;
        switch (text[0])
        {
            case '#' or '>' or '=' or '~':
                return 0;
            case '-' or '+' or ':' when char.IsWhiteSpace(next) || next is '-' or '=' or '+':
                return 0;
            case >= '0' and <= '9':
                var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
                return
                    digits is > 0 and <= 9
                    && text[digits] is '.' or ')'
                    && (digits + 1 == text.Length ? char.IsWhiteSpace(after) : char.IsWhiteSpace(text[digits + 1]))
                    ? digits
                    : -1;
            default:
                return -1;
        }
    }

    private static bool BeginsAddress(ReadOnlySpan<char> text)
    {
        foreach (var start in AddressStarts)
        {
            if (text.Length > start.Length && text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>The text begins with a character's name or number, which Markdown would show as the character.</summary>
    private static bool BeginsEntity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, 40)].IndexOf(';');
        if (end < 2)
            return false;
        foreach (var c in text[1..end])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '#')
                return false;
        }
        return true;
    }

    [GeneratedRegex(
        @"((https?|ftp)://|mailto:|tel:|www\.)[^\s<>]*[^\s<>.,;:!?""'()\[\]*_~]",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Bare();
}
