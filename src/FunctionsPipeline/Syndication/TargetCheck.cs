using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication;

/// <summary>A target that cannot work keeps the last good settings in force.</summary>
internal sealed class TargetCheck(IEnumerable<ISyndicationTarget> kinds) : ISiteSettingsCheck
{
    public void Check(SettingsFile file)
    {
        foreach (var (index, target) in file.Settings.Targets.Index())
        {
            var path = $"targets[{index + 1}]";
            if (kinds.FirstOrDefault(k => k.Type == target.Type) is not { } kind)
            {
                file.Error(
                    TargetOptions.Rule,
                    path + ".type",
                    $"is '{target.Type}', which is no kind of target.",
                    $"Write one of: {string.Join(", ", kinds.Select(k => k.Type).Order(StringComparer.Ordinal))}."
                );
                continue;
            }
            var options = new TargetOptions(target, path, file);
            kind.Check(options);
            options.Done();
        }
    }
}
