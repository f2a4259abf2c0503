using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Syndication;

/// <summary>The secrets of targets: app settings <c>Targets__&lt;name&gt;__Secret</c>, never <c>site.yml</c>.</summary>
public sealed class TargetSecrets(IConfiguration configuration)
{
    /// <summary>Null if there is none that could be put into a header. Never logged.</summary>
    public string? Find(string name) =>
        configuration[$"Targets:{name}:Secret"]?.Trim() is { Length: > 0 } secret
        && secret.All(c => c is >= ' ' and <= '~')
        // A reference that the platform could not resolve is not for others to see.
        && !secret.StartsWith('@')
            ? secret
            : null;
}
