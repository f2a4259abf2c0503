using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Testing;

/// <summary>Settings that a test sets and may change.</summary>
public sealed class FixedSettings(SiteSettings settings) : ISiteSettingsSource
{
    public SiteSettings Settings { get; set; } = settings;

    public ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Settings);
}
