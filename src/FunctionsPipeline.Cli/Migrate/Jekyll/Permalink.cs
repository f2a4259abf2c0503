using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Cli.Migrate.Posts;

namespace FunctionsPipeline.Cli.Migrate.Jekyll;

/// <summary>The address of a post by the site's pattern (Jekyll, "Permalinks").</summary>
internal static partial class Permalink
{
    /// <param name="pattern">A named style, or a pattern such as <c>/:year/:title/</c>.</param>
    /// <param name="slug">Of the file's name.</param>
    public static string Of(string pattern, ExportedPost post, string slug, IReadOnlyList<string> categories)
    {
        var date = post.Date ?? DateTimeOffset.UnixEpoch;
        var path = pattern switch
        {
            "date" => "/:categories/:year/:month/:day/:title.html",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "ordinal" => "/:categories/:year/:y_day/:title.html",
            "none" => "/:categories/:title.html",
            _ => pattern,
        };
        path = Token()
            .Replace(
                path,
                token =>
                    token.Value switch
                    {
                        ":year" => date.ToString("yyyy", CultureInfo.InvariantCulture),
                        ":short_year" => date.ToString("yy", CultureInfo.InvariantCulture),
                        ":month" => date.ToString("MM", CultureInfo.InvariantCulture),
                        ":i_month" => date.Month.ToString(CultureInfo.InvariantCulture),
                        ":day" => date.ToString("dd", CultureInfo.InvariantCulture),
                        ":i_day" => date.Day.ToString(CultureInfo.InvariantCulture),
                        ":y_day" => date.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
                        ":hour" => date.ToString("HH", CultureInfo.InvariantCulture),
                        ":minute" => date.ToString("mm", CultureInfo.InvariantCulture),
                        ":second" => date.ToString("ss", CultureInfo.InvariantCulture),
                        ":title" or ":slug" => slug,
                        ":categories" or ":slugified_categories" => string.Join(
                            '/',
                            categories
                                .Distinct(StringComparer.OrdinalIgnoreCase)
                                .Select(c => Spaces().Replace(c.ToLowerInvariant(), "%20"))
                        ),
                        ":output_ext" => ".html",
                        _ => token.Value,
                    }
            );
        return "/" + Slashes().Replace(path, "/").TrimStart('/');
    }

    [GeneratedRegex(":[a-z_]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("/{2,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Spaces();
}
