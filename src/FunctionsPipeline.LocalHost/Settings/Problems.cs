using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Settings;

/// <summary>Collects what is wrong, so that a start names all of it at once.</summary>
internal sealed class Problems
{
    private readonly List<string> _found = [];

    public void Add(string problem) => _found.Add(problem);

    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw new LocalHostException(_found);
    }

    public TimeSpan Duration(IConfiguration settings, string key, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        if (settings[key] is not { Length: > 0 } text)
            return fallback;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Add($"Setting {Name(key)} is '{text}', but must be a duration (hh:mm:ss) from {least:c} to {most:c}.");
        return fallback;
    }

    public long Number(IConfiguration settings, string key, long fallback, long least, long most)
    {
        if (settings[key] is not { Length: > 0 } text)
            return fallback;
        if (
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
        )
            return value;
        Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Setting {Name(key)} is '{text}', but must be a number from {least} to {most}."
            )
        );
        return fallback;
    }

    // What a person can set: the path in host.json, or the variable.
    private static string Name(string key) =>
        key.StartsWith(HostJson.Section + ":", StringComparison.OrdinalIgnoreCase)
            ? $"{key[(HostJson.Section.Length + 1)..].Replace(':', '.')} of host.json"
            : key.Replace(":", "__", StringComparison.Ordinal);
}
