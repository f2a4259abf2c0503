using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Migrate.Substack;

/// <summary>
/// Pictures are shown through a service that makes them smaller; their own addresses stand at the end of its addresses.
/// </summary>
internal static partial class SubstackPictures
{
    public static string AtTheirSource(string html) =>
        Fetched()
            .Replace(
                html,
                m => Uri.UnescapeDataString(m.Groups["source"].Value).Replace("\"", "%22", StringComparison.Ordinal)
            );

    [GeneratedRegex(
        @"https://(substackcdn|cdn\.substack)\.com/image/fetch/[^""'\s<>]*?/(?<source>https?(%3A|:)[^""'\s<>,]+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Fetched();
}
