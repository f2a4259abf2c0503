using System.Text.RegularExpressions;
using FunctionsPipeline.Functions.Tests.Infra.Bicep;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <content>App settings.</content>
internal static partial class InfraConsistency
{
    /// <summary>What the Bicep sets is what <see cref="AppSettings"/> lists, and secrets come from the vault.</summary>
    public static IEnumerable<string> SettingsAreSet(RepositoryTexts texts)
    {
        // In the snapshot one target has a secret; its name stands for any.
        var set = texts.Main.Settings.ToDictionary(
            setting => setting.Key.Replace(Snapshots.Target, "<name>", StringComparison.Ordinal),
            setting => setting.Value.Replace(Snapshots.Target, "<name>", StringComparison.Ordinal)
        );
        foreach (var name in set.Keys.Where(name => AppSettings.All.All(setting => setting.Name != name)))
            yield return $"setting {name} is set, but AppSettings does not list it: what reads it?";
        foreach (var setting in AppSettings.All)
        {
            var isSet = set.TryGetValue(setting.Name, out var value);
            if (setting.Need == SettingNeed.Required && !isSet)
                yield return $"setting {setting.Name} is required, but infra does not set it";
            if (setting.Need == SettingNeed.Optional && !isSet)
                yield return $"setting {setting.Name} is optional, but infra has no way to set it";
            if (setting.Need == SettingNeed.Elsewhere && isSet)
                yield return $"setting {setting.Name} is not for Azure, but infra sets it";
            // {0} is the address of the vault.
            if (
                isSet
                && setting.IsSecret != (value == $"@Microsoft.KeyVault(SecretUri={{0}}secrets/{setting.SecretName})")
            )
            {
                yield return setting.IsSecret
                    ? $"setting {setting.Name} is a secret, but does not come from the vault as {setting.SecretName}"
                    : $"setting {setting.Name} is no secret, but comes from the vault";
            }
        }
    }

    /// <summary>What the code reads is listed, and what is listed for the app is read.</summary>
    public static IEnumerable<string> SettingsAreListed(RepositoryTexts texts)
    {
        var reads = ConfigurationReads.In(texts).ToList();
        foreach (var read in reads)
        {
            if (!AppSettings.All.Any(setting => read.Reads(setting)))
                yield return $"{read.File} reads the setting {read.Key}, which AppSettings does not list";
        }

        foreach (var setting in AppSettings.All.Where(setting => setting.Reader == SettingReader.App))
        {
            if (!reads.Any(read => read.Reads(setting)))
                yield return $"setting {setting.Name} is listed, but nothing in src reads it";
        }
    }

    public static IEnumerable<string> FunctionNames(RepositoryTexts texts)
    {
        var functions = DeclaredFunction.In(texts).Select(function => function.Name).ToHashSet();
        var named = new[] { EventGridFunction(texts) ?? "(none)" }.Concat(
            AppSettings
                .All.Select(setting => DisabledFunction().Match(setting.Name))
                .Where(match => match.Success)
                .Select(match => match.Groups[1].Value)
        );
        foreach (var name in named.Distinct().Where(name => !functions.Contains(name)))
            yield return $"function {name} is named by infra or AppSettings, but does not exist";
    }

    [GeneratedRegex(@"^AzureWebJobs\.(\w+)\.Disabled$")]
    private static partial Regex DisabledFunction();
}
