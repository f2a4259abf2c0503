using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>Everything that is wrong with an app is collected and told at once, so that it is mended in one go.</summary>
internal sealed class Problems
{
    private readonly List<string> _all = [];
    private readonly Dictionary<string, SortedSet<string>> _shared = new(StringComparer.Ordinal);

    public void Add(string problem) => _all.Add(problem);

    /// <summary>A problem that several functions have in common is told once.</summary>
    public void AddShared(string problem, string functionName)
    {
        if (!_shared.TryGetValue(problem, out var functions))
            _shared.Add(problem, functions = new(StringComparer.Ordinal));
        functions.Add(functionName);
    }

    public void ThrowIfAny()
    {
        string[] problems = [.. _all, .. _shared.Select(each => $"{each.Key} Needed by: {string.Join(", ", each.Value)}.")];
        if (problems.Length > 0)
            throw new HostStartException(problems);
    }

    public int Int(IConfiguration settings, string key, int fallback, int least, int most)
    {
        var text = settings[key];
        if (string.IsNullOrWhiteSpace(text))
            return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Add($"Setting '{key}' must be a whole number from {least} to {most}; it is '{text}'.");
        return fallback;
    }

    public TimeSpan Duration(IConfiguration settings, string key, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        var text = settings[key];
        if (string.IsNullOrWhiteSpace(text))
            return fallback;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Add($"Setting '{key}' must be a duration from {least:c} to {most:c}, as hours:minutes:seconds; it is '{text}'.");
        return fallback;
    }
}
