namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>What a person finds with a look.</summary>
internal static class FoundText
{
    /// <summary>The first link of a plain text that leads below a path; null if there is none.</summary>
    public static Uri? Link(string text, string path) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Uri.TryCreate(word, UriKind.Absolute, out var uri) ? uri : null)
            .FirstOrDefault(uri => uri?.AbsolutePath.StartsWith(path, StringComparison.Ordinal) == true);

    /// <summary>The value of a hidden field of a form; null if there is none.</summary>
    public static string? HiddenField(string html, string name)
    {
        var before = $"name=\"{name}\" value=\"";
        var at = html.IndexOf(before, StringComparison.Ordinal);
        return at < 0 ? null : System.Net.WebUtility.HtmlDecode(html[(at + before.Length)..].Split('"', 2)[0]);
    }
}
