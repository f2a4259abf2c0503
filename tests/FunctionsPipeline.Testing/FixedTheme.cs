using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Testing;

/// <summary>The built-in look, or one with overrides that a test gives.</summary>
public sealed class FixedTheme(IReadOnlyDictionary<string, string>? overrides = null) : IThemeSource
{
    public Theme Theme { get; } = Theme.From(overrides ?? new Dictionary<string, string>(), new Brand());

    public ValueTask<ITheme> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ITheme>(Theme);
}
