using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication;

/// <summary>A target of <c>site.yml</c> with what is needed to call it.</summary>
public record TargetAccess
{
    public required TargetSettings Target { get; init; }

    /// <summary>Null if the target has none. Never logged.</summary>
    public string? Secret { get; init; }

    public string? Option(string key) => Target.Options.GetValueOrDefault(key);

    /// <summary>An option that <see cref="ISyndicationTarget.Check"/> has found to be an address.</summary>
    public Uri Address(string key) =>
        TargetOptions.ParseAddress(Option(key))
        ?? throw new InvalidOperationException(
            $"The target '{Target.Name}' has no address '{key}', although its settings were checked."
        );

    /// <summary>The same, ending in '/', for what is below it.</summary>
    public Uri Base(string key) => new(Address(key).GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
}
