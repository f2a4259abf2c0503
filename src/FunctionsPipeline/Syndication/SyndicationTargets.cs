using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication;

/// <summary>The targets of <c>site.yml</c>, as what can be called.</summary>
/// <param name="kinds">Each of a type of its own.</param>
public sealed class SyndicationTargets(IEnumerable<ISyndicationTarget> kinds, TargetSecrets secrets)
{
    private readonly Dictionary<string, ISyndicationTarget> _kinds = kinds.ToDictionary(
        kind => kind.Type,
        StringComparer.Ordinal
    );

    /// <returns>Null for a type that there is not.</returns>
    public ISyndicationTarget? Find(TargetSettings target) => _kinds.GetValueOrDefault(target.Type);

    /// <returns>Null if there is none that could be put into a header. Never logged.</returns>
    public string? SecretOf(TargetSettings target) => secrets.Find(target.Name);
}
