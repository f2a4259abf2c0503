namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>Front matter in YAML, TOML and JSON, through to the page that its values stand in.</summary>
internal sealed class FrontMatterTarget : ArticleTarget
{
    public override string Name => "front-matter";

    public override int Weight => 150;
}
