using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Tests.Benchmarks;

/// <summary>What a benchmark says of an earlier result.</summary>
public sealed class ComparisonTests
{
    private const string Earlier = """
        round 1: something for people
        {"benchmark":"build","articles":100,"seconds":2.0,"seconds_spread":1.1,"articles_per_second":50,"ratio":0.8,"storage_operations":12}

        """;

    [Theory]
    [InlineData("seconds", 1.6, "better")]
    [InlineData("seconds", 2.2, "same")]
    [InlineData("seconds", 2.5, "worse")]
    [InlineData("articles_per_second", 60, "better")]
    [InlineData("articles_per_second", 40, "worse")]
    [InlineData("ratio", 0.5, "better")]
    [InlineData("storage_operations", 15, "worse")]
    public void A_figure_is_better_the_same_or_worse(string figure, double now, string word)
    {
        var line = Assert.Single(Lines(figure, now));

        Assert.StartsWith(figure + " ", line, StringComparison.Ordinal);
        Assert.EndsWith("  " + word, line, StringComparison.Ordinal);
    }

    /// <summary>Of a ratio that is the other side over ours, more is better.</summary>
    [Fact]
    public void A_ratio_is_judged_as_the_benchmark_means_it() =>
        Assert.EndsWith(
            "worse",
            Assert.Single(Lines("ratio", 0.5, higherRatioIsBetter: true)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("articles", 7)]
    [InlineData("seconds_spread", 3)]
    [InlineData("new_seconds", 1)]
    public void What_is_neither_good_nor_bad_or_was_not_measured_before_is_left_out(string figure, double now) =>
        Assert.Empty(Lines(figure, now));

    [Theory]
    [InlineData("")]
    [InlineData("{ cut off")]
    [InlineData("{\"benchmark\":\"render\",\"seconds\":1}")]
    public void The_result_of_another_benchmark_is_compared_with_nothing(string earlier) =>
        Assert.Throws<InvalidDataException>(() =>
            Comparison.Lines(earlier, new JsonObject { ["benchmark"] = "build" }, higherRatioIsBetter: false).ToList()
        );

    private static List<string> Lines(string figure, double now, bool higherRatioIsBetter = false) =>
        [.. Comparison.Lines(Earlier, new JsonObject { ["benchmark"] = "build", [figure] = now }, higherRatioIsBetter)];
}
