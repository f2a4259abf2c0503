using FunctionsPipeline.Benchmarks.Fuzzing.Targets;

namespace FunctionsPipeline.Benchmarks.Fuzzing;

/// <summary>Every place where foreign input comes in.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new ArticleTarget(),
        new FrontMatterTarget(),
        new SettingsTarget(),
        new DrawingTarget(),
        new ImportTarget(),
        new WebhookTarget(),
        new TokenTarget(),
        new TemplateTarget(),
        new LineTarget(),
        new FormTarget(),
    ];

    /// <exception cref="ArgumentException">No such target.</exception>
    public static IFuzzTarget Named(string name) =>
        All.FirstOrDefault(t => t.Name == name)
        ?? throw new ArgumentException(
            $"There is no target '{name}'. Name one of: {string.Join(", ", All.Select(t => t.Name))}.",
            nameof(name)
        );

    /// <summary>A target by chance, by weight.</summary>
    public static IFuzzTarget Pick(Random random, IReadOnlyList<IFuzzTarget> targets)
    {
        var at = random.Next(targets.Sum(t => t.Weight));
        foreach (var target in targets)
        {
            if ((at -= target.Weight) < 0)
                return target;
        }
        return targets[^1];
    }
}
