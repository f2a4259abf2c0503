using System.Text;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>Replaces <c>%Name%</c> in what attributes say by the setting of that name.</summary>
internal sealed class SettingNames(IConfiguration settings)
{
    /// <param name="missing">The first setting that is not set; then the result is not to be used.</param>
    public string Resolve(string text, out string? missing)
    {
        missing = null;
        var resolved = new StringBuilder();
        var parts = text.Split('%');
        // Names stand between pairs of signs: those are the parts with odd numbers. A last sign by itself is text.
        for (var at = 0; at < parts.Length; at++)
        {
            if (at % 2 == 0 || at == parts.Length - 1)
            {
                resolved.Append(at % 2 == 0 ? "" : "%").Append(parts[at]);
                continue;
            }

            var value = settings[parts[at].Replace("__", ":", StringComparison.Ordinal)];
            if (value is null)
                missing ??= parts[at];
            resolved.Append(value);
        }

        return resolved.ToString();
    }

    public string Resolve(string text) => Resolve(text, out _);
}
