using System.Buffers;
using System.Globalization;
using System.Text;

namespace FunctionsPipeline.SendGrid.Sending;

/// <summary>What SendGrid takes for an address, a name and a header, checked before the call.</summary>
internal static class EmailSyntax
{
    private static readonly IdnMapping Idn = new();
    private static readonly SearchValues<char> LocalPart = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-"
    );
    private static readonly SearchValues<char> Label = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
    );
    private static readonly SearchValues<char> Control = SearchValues.Create([
        .. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(char.IsControl),
    ]);

    /// <summary>Names that SendGrid sets itself and refuses from us.</summary>
    private static readonly HashSet<string> ReservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "Content-Type",
        "Content-Transfer-Encoding",
        "To",
        "From",
        "Subject",
        "Reply-To",
        "CC",
        "BCC",
    };

    /// <summary>
    /// The address as it goes over the wire (its domain in ASCII), or null if SendGrid would refuse it.
    /// </summary>
    public static string? ToWire(string address)
    {
        var at = address.LastIndexOf('@');
        if (at is < 1 or > 64)
            return null;
        var local = address.AsSpan(0, at);
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return null;
        if (local.ContainsAnyExcept(LocalPart))
            return null;
        var domain = address.AsSpan(at + 1);
        if (!Ascii.IsValid(domain))
            return ToAscii(domain.ToString()) is { } ascii && at + 1 + ascii.Length <= 254 ? $"{local}@{ascii}" : null;
        return IsDomain(domain) && address.Length <= 254 ? address : null;
    }

    private static string? ToAscii(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain);
            return IsDomain(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        foreach (var label in domain.Split('.'))
        {
            if (!IsLabel(domain[label]))
                return false;
            labels++;
        }
        return labels >= 2;
    }

    private static bool IsLabel(ReadOnlySpan<char> label) =>
        label.Length is >= 1 and <= 63 && label[0] != '-' && label[^1] != '-' && !label.ContainsAnyExcept(Label);

    /// <summary>What is wrong with a header, or null.</summary>
    public static string? WhatIsWrongWithHeader(string name, string value)
    {
        if (
            name.Length == 0
            || name.AsSpan().ContainsAnyExceptInRange('!', '~')
            || name.Contains(':', StringComparison.Ordinal)
        )
            return "has a name that is not printable ASCII";
        if (ReservedHeaders.Contains(name))
            return "is set by SendGrid itself";
        return value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? "has a value with a line break or a letter outside ASCII"
            : null;
    }

    public static bool IsOneLine(string text) => !text.AsSpan().ContainsAny(Control);
}
