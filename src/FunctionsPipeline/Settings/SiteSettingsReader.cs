namespace FunctionsPipeline.Settings;

/// <summary>Reads <c>site.yml</c>.</summary>
public static class SiteSettingsReader;
