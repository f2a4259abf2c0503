using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Site.Feeds;

/// <summary>The WebSub hubs that <c>site.yml</c> names: targets of type <c>websub</c> with an option <c>hub</c>.</summary>
internal static class FeedHubs
{
    public const string TargetType = "websub";
    public const string Option = "hub";

    public static IReadOnlyList<string> Of(SiteSettings settings) =>
        [
            .. settings
                .Targets.Where(t => string.Equals(t.Type, TargetType, StringComparison.OrdinalIgnoreCase))
                .Select(t => t.Options.GetValueOrDefault(Option))
                .OfType<string>()
                .Where(h => Uri.TryCreate(h, UriKind.Absolute, out var hub) && hub.Scheme is "https" or "http"),
        ];
}
