using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Tests.Input;

public sealed class InputBudgetTests
{
    private static readonly InputLimits Limits = new("article", "Split it.")
    {
        Bytes = 10,
        Nodes = 10,
        Output = 10,
        Steps = 10_000,
        Time = TimeSpan.FromSeconds(5),
    };

    private readonly ManualTimeProvider _time = new();

    public static TheoryData<string, Action<InputBudget>> Ways =>
        new()
        {
            { "too-large", b => b.TakeBytes(1, 3) },
            { "too-many-parts", b => b.TakeNodes(1, 3) },
            { "too-much-output", b => b.TakeOutput(1, 3) },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_passes_a_limit_is_stopped_with_a_finding_that_says_where(string rule, Action<InputBudget> take)
    {
        var budget = new InputBudget(Limits, _time);
        for (var i = 0; i < 10; i++)
            take(budget);

        var finding = Assert.Throws<InputBudgetException>(() => take(budget)).Finding;

        Assert.Equal(
            (rule, Severity.Error, 3, "Split it."),
            (finding.Rule, finding.Severity, finding.Line, finding.Fix)
        );
        Assert.Contains("article", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_is_bounded_by_steps_and_nodes_are_steps_too()
    {
        var budget = new InputBudget(Limits with { Nodes = long.MaxValue }, _time);
        budget.TakeNodes(6_000);
        budget.TakeSteps(4_000);

        Assert.Equal("too-much-work", Assert.Throws<InputBudgetException>(() => budget.TakeSteps(1)).Finding.Rule);
    }

    [Fact]
    public void Time_is_looked_at_while_steps_are_taken()
    {
        var budget = new InputBudget(Limits, _time);
        budget.TakeSteps(5_000);
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("too-slow", Assert.Throws<InputBudgetException>(() => budget.TakeSteps(4_500, 7)).Finding.Rule);
        Assert.Equal("too-slow", Assert.Throws<InputBudgetException>(() => budget.CheckTime()).Finding.Rule);
    }

    [Fact]
    public void What_has_no_limit_is_not_limited()
    {
        var budget = new InputBudget(new InputLimits("file", "-"), _time);
        _time.Advance(TimeSpan.FromDays(1));

        budget.TakeBytes(long.MaxValue / 2);
        budget.TakeNodes(long.MaxValue / 4);
        budget.TakeOutput(long.MaxValue / 2);
        budget.CheckTime();
    }
}
