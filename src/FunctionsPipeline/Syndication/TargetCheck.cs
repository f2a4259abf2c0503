using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication;

/// <summary>A target that cannot work keeps the last good settings in force.</summary>
internal sealed class TargetCheck(IEnumerable<ISyndicationTarget> kinds) : ISiteSettingsCheck
{
    public void Check(SiteSettings settings, ICollection<Finding> findings)
    {
        foreach (var target in settings.Targets)
        {
            if (kinds.FirstOrDefault(k => k.Type == target.Type) is not { } kind)
            {
                findings.Add(new Finding(
                    "target", Severity.Error, $"targets, {target.Name}: there is no type '{target.Type}'.",
                    $"Write one of: {string.Join(", ", kinds.Select(k => k.Type).Order(StringComparer.Ordinal))}."));
                continue;
            }
            var options = new TargetOptions(target, findings);
            kind.Check(options);
            options.Done();
        }
    }
}
