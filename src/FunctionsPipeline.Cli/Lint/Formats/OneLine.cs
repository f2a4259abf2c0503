using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Cli.Lint.Formats;

/// <summary>
/// Text for a format of lines: file names and quoted words may hold line ends and the control characters that steer a
/// terminal.
/// </summary>
internal static class OneLine
{
    /// <summary>Each such character as <c>\u000a</c>.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        var line = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnsafe(c))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                line.Append(c);
        }
        return line.ToString();
    }

    /// <summary>Also the marks that turn the direction of what follows, which would show a path that is not there.</summary>
    private static bool IsUnsafe(char c) =>
        char.IsControl(c)
        || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
