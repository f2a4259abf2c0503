using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Judging;

/// <summary>
/// What an input says, as far as judging needs it: an address in the output must be harmless, and its host ours or the
/// input's.
/// </summary>
internal sealed partial class Evidence
{
    private static readonly string[] Schemes = ["http", "https", "mailto", "tel"];

    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."
    );

    private const int MaxMixedLabels = 6;

    private readonly string[] _ours;
    private readonly ReadOnlyMemory<byte> _input;
    private string? _letters;

    /// <param name="ours">Hosts that any output may name.</param>
    public Evidence(ReadOnlyMemory<byte> input, params string[] ours)
    {
        _input = input;
        _ours = ours;
    }

    /// <summary>True for an address of a page on our own hosts.</summary>
    public bool IsOurs(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && _ours.Contains(uri.Host, StringComparer.Ordinal);

    /// <summary>Null for an address that may stand in a page or a mail.</summary>
    public string? ProblemOf(string address)
    {
        // As browsers read it: spaces and controls around it go, tabs and line ends inside, too.
        var read = string.Concat(address.Where(c => c is not ('\t' or '\n' or '\r')))
            .Trim([.. Enumerable.Range(0, 33).Select(c => (char)c)]);
        if (SchemeOf(read) is { } scheme)
        {
            if (!Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
                return $"the scheme '{scheme}'";
            return scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                ? Foreign(read[(scheme.Length + 1)..])
                : null;
        }
        return read is ['/' or '\\', '/' or '\\', ..] ? Foreign(read) : null;
    }

    private string? Foreign(string rest)
    {
        var authority = rest.TrimStart('/', '\\');
        var end = authority.AsSpan().IndexOfAny("/\\?#");
        authority = end < 0 ? authority : authority[..end];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        if (host.LastIndexOf(':') is > 0 and var colon && !host.EndsWith(']'))
            host = host[..colon];
        // Browsers decode a host before they look it up.
        host = Uri.UnescapeDataString(host).ToLowerInvariant();
        // Browsers go nowhere for a host that decodes to control characters.
        if (host.Any(char.IsControl))
            return null;
        if (_ours.Contains(host, StringComparer.Ordinal) || IPAddress.TryParse(host.Trim('[', ']'), out _))
            return null;
        return Spellings(host).Any(s => Letters().Contains(LettersOf(s), StringComparison.Ordinal))
            ? null
            : $"the host '{host}', which the input does not name,";
    }

    private static string? SchemeOf(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return
            colon > 0
            && char.IsAsciiLetter(address[0])
            && address.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0
            ? address[..colon]
            : null;
    }

    /// <summary>
    /// An input may write each label in ASCII or in Unicode. Only the last labels are tried in both forms.
    /// </summary>
    private static IEnumerable<string> Spellings(string host)
    {
        var ascii = host.Split('.');
        var unicode = Array.ConvertAll(ascii, UnicodeLabel);
        var first = Math.Max(0, ascii.Length - MaxMixedLabels);
        for (var choice = 0; choice < 1 << (ascii.Length - first); choice++)
            yield return string.Join(
                '.',
                ascii.Select((label, i) => ((choice >> Math.Max(0, i - first)) & 1) == 0 ? label : unicode[i])
            );
    }

    private static string UnicodeLabel(string label)
    {
        try
        {
            return new IdnMapping().GetUnicode(label);
        }
        catch (ArgumentException)
        {
            return label;
        }
    }

    /// <summary>Without what markup, escapes and quoting put between letters.</summary>
    private string Letters() =>
        _letters ??= string.Join(
            '\n',
            new[] { Decoded(), Uri.UnescapeDataString(Decoded()), Unescaped(Decoded()) }.Select(LettersOf)
        );

    /// <summary>
    /// As YAML, TOML and JSON read a text in double quotes; what stands for a control character is not a letter.
    /// </summary>
    private static string Unescaped(string text) =>
        Escape()
            .Replace(
                text,
                escape =>
                    escape.Groups["hex"] is { Success: true } hex
                    && int.TryParse(
                        hex.ValueSpan,
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out var code
                    )
                    && Rune.IsValid(code)
                        ? new Rune(code).ToString()
                        : ""
            );

    [GeneratedRegex(
        @"\\(?:x(?<hex>[0-9a-fA-F]{2})|u(?<hex>[0-9a-fA-F]{4})|U(?<hex>[0-9a-fA-F]{8})|[0abtnvfreNLP_])",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Escape();

    private string Decoded()
    {
        var bytes = _input.Span;
        var text = bytes switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode.GetString(bytes),
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode.GetString(bytes),
            _ => Encoding.UTF8.GetString(bytes) + "\n" + Windows.GetString(bytes),
        };
        return text + "\n" + WebUtility.HtmlDecode(text);
    }

    private static string LettersOf(string text)
    {
        // Half characters go first: text that holds one cannot be normalised. Normalising makes digits of fractions.
        var whole = string.Concat(text.EnumerateRunes());
        var letters = new StringBuilder(text.Length);
        foreach (var rune in whole.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                letters.Append(rune);
        }
        return letters.ToString().ToLowerInvariant();
    }
}
