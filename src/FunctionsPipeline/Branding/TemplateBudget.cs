using FunctionsPipeline.Input;

namespace FunctionsPipeline.Branding;

/// <summary>
/// What one rendering of a publisher's own template may take. The counts that Handlebars' hooks make belong to the rendering
/// on the same thread, because a rendering never waits.
/// </summary>
internal static class TemplateBudget
{
    /// <summary>About a second. A list page of 10,000 articles with ten values each stays below a tenth of this.</summary>
    private const long MaxSteps = 5_000_000;

    /// <summary>Characters; several times the largest page that the built-in templates make.</summary>
    private const long MaxOutput = 64_000_000;

    private static readonly InputLimits Limits = new(
        "template",
        "Remove loops inside loops, and partials that call themselves."
    )
    {
        Steps = MaxSteps,
        Output = MaxOutput,
    };

    [ThreadStatic]
    private static InputBudget? t_current;

    /// <summary>One pass through a loop's body or a partial.</summary>
    /// <exception cref="InputBudgetException">There were too many.</exception>
    public static void Step() => t_current?.TakeSteps(1);

    /// <summary>Renders with a budget of its own.</summary>
    /// <exception cref="InputBudgetException">The rendering took more than it may.</exception>
    public static string Render(Action<TextWriter> render)
    {
        var budget = t_current = new InputBudget(Limits, TimeProvider.System);
        try
        {
            using var output = new CountedWriter(budget);
            render(output);
            return output.ToString();
        }
        finally
        {
            t_current = null;
        }
    }
}
