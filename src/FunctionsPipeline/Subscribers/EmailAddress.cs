using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Subscribers;

/// <summary>
/// A normalised address: what identifies a person here, and what mail is sent to. At most 254 characters of ASCII.
/// </summary>
/// <remarks>
/// The rules are frozen: a change would move people between shards (rule B1). <c>EmailAddressVectors.md</c> in the tests
/// holds them as examples.
/// <list type="bullet">
/// <item>White space, no-break spaces and zero-width characters around it are cut off.</item>
/// <item>Both parts are lower-cased: RFC 5321 lets a server tell cases apart, none that matters does, and people type
/// their own address in any case.</item>
/// <item>The domain is in punycode (IDNA). The local part is ASCII, in dot-atom form: quoted and internationalised local
/// parts cannot be mailed by most providers.</item>
/// <item>Plus tags and dots are kept: only the domain's owner knows what they mean.</item>
/// </list>
/// </remarks>
public readonly record struct EmailAddress
{
    /// <summary>RFC 5321 4.5.3.1.3: a path holds 256 octets with its angle brackets.</summary>
    public const int MaxLength = 254;

    private const int MaxLocalPart = 64;
    private const int MaxLabel = 63;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value) => Value = value;

    public string Value { get; }

    /// <summary>Normalises what a person typed.</summary>
    /// <param name="problem">Why it is refused; <see cref="AddressProblem.None"/> on success.</param>
    public static bool TryParse(string? text, out EmailAddress address, out AddressProblem problem)
    {
        address = default;
        problem = Normalise(text, out var value);
        if (problem != AddressProblem.None)
            return false;
        address = new EmailAddress(value);
        return true;
    }

    public static bool TryParse(string? text, out EmailAddress address) => TryParse(text, out address, out _);

    /// <exception cref="FormatException">Not an address. The message does not repeat the text.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address, out var problem)
            ? address
            : throw new FormatException($"Not an e-mail address ({problem}).");

    public override string ToString() => Value;

    private static AddressProblem Normalise(string? text, out string value)
    {
        value = "";
        var trimmed = Trim(text);
        if (trimmed.Length == 0)
            return AddressProblem.Missing;
        // Before any work that grows with the length.
        if (trimmed.Length > 2 * MaxLength)
            return AddressProblem.TooLong;
        var at = trimmed.LastIndexOf('@');
        if (at < 0)
            return AddressProblem.NoAt;
        var local = trimmed[..at];
        if (local.Length > MaxLocalPart)
            return AddressProblem.TooLong;
        if (!IsDotAtom(local))
            return AddressProblem.LocalPart;
        if (!TryDomain(trimmed[(at + 1)..].ToString(), out var domain))
            return AddressProblem.Domain;
        value = string.Concat(local.ToString().ToLowerInvariant(), "@", domain);
        return value.Length > MaxLength ? AddressProblem.TooLong : AddressProblem.None;
    }

    private static ReadOnlySpan<char> Trim(string? text)
    {
        var span = text.AsSpan();
        while (span.Length > 0 && IsBlank(span[0]))
            span = span[1..];
        while (span.Length > 0 && IsBlank(span[^1]))
            span = span[..^1];
        return span;
    }

    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c) || c is '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff';

    private static bool IsDotAtom(ReadOnlySpan<char> local)
    {
        if (local.Length == 0 || local[0] == '.' || local[^1] == '.')
            return false;
        for (var i = 0; i < local.Length; i++)
        {
            var c = local[i];
            if (c == '.' ? local[i - 1] == '.' : !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~".Contains(c))
                return false;
        }
        return true;
    }

    private static bool TryDomain(string text, out string domain)
    {
        domain = text;
        try
        {
            if (!Ascii.IsValid(text))
                domain = Idn.GetAscii(text.Normalize(NormalizationForm.FormC));
            // What cannot be read back is no domain: "©.ex--m" becomes one that is refused when it is read again.
            if (domain.Contains("xn--", StringComparison.OrdinalIgnoreCase))
                _ = Idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return false;
        }
        domain = domain.ToLowerInvariant();
        var labels = domain.Split('.');
        return labels.Length >= 2 && domain.Length <= 253 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

/// <summary>Why an address is refused.</summary>
public enum AddressProblem
{
    None,
    Missing,
    TooLong,
    NoAt,

    /// <summary>Before the '@': empty, a stray dot, a character that needs quoting, or not ASCII.</summary>
    LocalPart,

    /// <summary>After the '@': not a public domain name, or an address in brackets.</summary>
    Domain,
}
