using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication;

/// <summary>A target's own keys in <c>site.yml</c>, while they are checked.</summary>
/// <param name="path">The target's place: <c>targets[1]</c>.</param>
public sealed class TargetOptions(TargetSettings target, string path, SettingsFile file)
{
    /// <summary>The <see cref="Findings.Finding.Rule"/> of all that is wrong with a target.</summary>
    internal const string Rule = "target";

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public void Address(string key, string example)
    {
        if (Required(key, example) is { } text && ParseAddress(text) is null)
            Error(key, "is not a full https address.", example);
    }

    public void Text(string key, string example) => Required(key, example);

    public void Choice(string key, params string[] choices)
    {
        _asked.Add(key);
        if (target.Options.GetValueOrDefault(key) is { } text && !choices.Contains(text, StringComparer.Ordinal))
            Error(key, "is not one of its choices.", string.Join(" or ", choices));
    }

    /// <summary>Reports keys that were never read.</summary>
    public void Done()
    {
        foreach (var key in target.Options.Keys.Where(k => !_asked.Contains(k)))
            file.Warning(
                Rule,
                $"{path}.{key}",
                $"is not a key of the type '{target.Type}'; it is ignored.",
                "Remove it, or look for a slip of the pen."
            );
    }

    /// <summary>
    /// Null if it is none that we would ever call: https and without a user; plain http only on this machine, for
    /// development.
    /// </summary>
    internal static Uri? ParseAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0
            ? uri
            : null;

    private string? Required(string key, string example)
    {
        _asked.Add(key);
        if (target.Options.GetValueOrDefault(key) is { Length: > 0 } text)
            return text;
        Error(key, "is missing.", example);
        return null;
    }

    private void Error(string key, string what, string example) =>
        file.Error(Rule, $"{path}.{key}", what, $"Write {key}: {example}");
}
