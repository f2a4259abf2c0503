using System.Globalization;

namespace FunctionsPipeline.SendGrid.Sending;

/// <summary>What SendGrid takes for an address, a name and a header, checked before the call.</summary>
internal static class EmailSyntax
{
    private static readonly IdnMapping Idn = new();

    /// <summary>Names that SendGrid sets itself and refuses from us.</summary>
    private static readonly HashSet<string> ReservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "Content-Type", "Content-Transfer-Encoding",
        "To", "From", "Subject", "Reply-To", "CC", "BCC",
    };

    /// <summary>The address as it goes over the wire (its domain in ASCII), or null if SendGrid would refuse it.</summary>
    public static string? ToWire(string address)
    {
        var at = address.LastIndexOf('@');
        if (at is < 1 or > 64)
            return null;
        var local = address.AsSpan(0, at);
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return null;
        foreach (var c in local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !".!#$%&'*+/=?^_`{|}~-".Contains(c, StringComparison.Ordinal))
                return null;
        }
        var domain = ToAscii(address[(at + 1)..]);
        return domain is null || at + 1 + domain.Length > 254 ? null : $"{local}@{domain}";
    }

    private static string? ToAscii(string domain)
    {
        try
        {
            var ascii = domain.All(char.IsAscii) ? domain : Idn.GetAscii(domain);
            var labels = ascii.Split('.');
            return labels.Length >= 2 && labels.All(IsLabel) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label)
        => label.Length is >= 1 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>What is wrong with a header, or null.</summary>
    public static string? WhatIsWrongWithHeader(string name, string value)
    {
        if (name.Length == 0 || name.Any(c => c is <= ' ' or > '~' or ':'))
            return "has a name that is not printable ASCII";
        if (ReservedHeaders.Contains(name))
            return "is set by SendGrid itself";
        return value.Any(c => char.IsControl(c) || c > '~') ? "has a value with a line break or a letter outside ASCII" : null;
    }

    public static bool IsOneLine(string text) => !text.Any(char.IsControl);
}
