using System.Text.RegularExpressions;

namespace FunctionsPipeline.SendGrid;

/// <summary>
/// Takes what may tell of a person out of texts that others wrote: SendGrid and mail servers quote addresses.
/// </summary>
internal static partial class PersonalText
{
    public static string Remove(string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal)
            ? Address().Replace(Link().Replace(text, "[link]"), "[address]")
            : text;

    [GeneratedRegex(@"[^\s\[\](){}<>""',;:]*@[^\s\[\](){}<>""',;:]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[a-zA-Z]{1,10}://[^\s<>""')\]]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
