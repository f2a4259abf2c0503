namespace FunctionsPipeline.Settings;

/// <summary>The settings in force.</summary>
public interface ISiteSettingsSource
{
    /// <summary>
    /// The newest good <c>site.yml</c>: read again when it is older than a few seconds, from storage only if its ETag
    /// changed. A broken file leaves the last good one in force and is reported in <c>reports/site.yml.html</c>; with none
    /// at all the defaults are in force.
    /// </summary>
    ValueTask<SiteSettings> GetAsync(CancellationToken cancellationToken);
}
