using Markdig.Extensions.Alerts;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>The five kinds of GitHub's alerts; any other word is a note.</summary>
internal static class AlertName
{
    public static string Of(AlertBlock alert)
    {
        var kind = alert.Kind.AsSpan();
        foreach (var known in (ReadOnlySpan<string>)["tip", "important", "warning", "caution"])
        {
            if (kind.Equals(known, StringComparison.OrdinalIgnoreCase))
                return known;
        }
        return "note";
    }
}
