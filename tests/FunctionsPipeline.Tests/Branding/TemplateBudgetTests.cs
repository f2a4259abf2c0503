using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Tests.Branding;

/// <summary>
/// A template that a publisher wrote is foreign input: it ends with a finding, and the built-in page takes its place.
/// </summary>
public sealed class TemplateBudgetTests
{
    private static readonly object Model = new
    {
        Title = "A title",
        Long = new string('x', 100_000),
        Items = Enumerable.Range(0, 100).ToArray(),
        Words = new Dictionary<string, string>(
            Enumerable.Range(0, 100).Select(n => KeyValuePair.Create($"w{n}", "word"))
        ),
        Lists = Enumerable.Range(0, 100).ToList(),
    };

    public static TheoryData<string, string> Endless =>
        new()
        {
            { "loops in loops", Repeat("{{#each @root.items}}", 25) + Repeat("{{/each}}", 25) },
            { "loops over a dictionary", Repeat("{{#each @root.words}}", 25) + Repeat("{{/each}}", 25) },
            { "loops over a list", Repeat("{{#each @root.lists}}", 25) + Repeat("{{/each}}", 25) },
            {
                "loops inside once",
                "{{#once \"t\" @root}}"
                    + Repeat("{{#each @root.items}}", 20)
                    + "x"
                    + Repeat("{{/each}}", 20)
                    + "{{/once}}"
            },
            { "a long text again and again", "{{#each items}}{{#each @root.items}}{{{@root.long}}}{{/each}}{{/each}}" },
            { "a partial that calls itself", "{{> page}}{{> page}}" },
            { "a longer partial that calls itself", Repeat("{{> page}}\n", 140) },
            { "a partial that calls itself without output", "{{#if title}}{{> page}}{{> page}}{{/if}}" },
        };

    public static TheoryData<string, string> Refused =>
        new()
        {
            { "a long partial that calls itself", Repeat("{{> page}}\n", 1_900) },
            { "a partial block that calls itself", "{{#> page}}{{#> page}}{{/page}}{{/page}}" },
            { "deep blocks", Repeat("{{#if title}}", 20_000) + Repeat("{{/if}}", 20_000) },
            { "deep blocks with white space", Repeat("{{~# if title}}", 5_000) },
            { "deep sections", Repeat("{{^title}}", 4_000) },
            { "deep parentheses", "{{lookup " + Repeat("(lookup ", 5_000) + "title" + Repeat(")", 5_000) + "}}" },
            { "an inline partial", "{{#*inline \"a\"}}{{> a}}{{> a}}{{/inline}}{{> a}}" },
            { "a partial with a block", "{{#> missing}}{{#eq \"a\" @partial-block}}words{{/eq}}{{/missing}}" },
            { "a loop that Handlebars does not understand", "{{#each @in\n\nde{b}}words{{/each}}" },
            { "a partial in three braces", "{{{> header}}}" },
            { "a partial in three braces with white space", "{{{ \n> header}}}" },
            { "many expressions", Repeat("{{title}}", 6_000) },
            { "many loops", Repeat("{{#each tags}}{{> page}}{{/each}}", 80) },
        };

    [Theory]
    [MemberData(nameof(Endless))]
    public void What_takes_too_much_ends_with_a_finding_and_the_built_in_template(string what, string template)
    {
        var theme = Theme.From(
            new Dictionary<string, string>
            {
                ["signup.hbs"] = template
                    .Replace("> page", "> signup", StringComparison.Ordinal)
                    .Replace("/page", "/signup", StringComparison.Ordinal),
            },
            new()
        );
        Assert.Empty(theme.Findings);

        var text = Render(theme, "signup");

        var finding = Assert.Single(theme.Findings);
        Assert.Equal(("theme-template", Severity.Error), (finding.Rule, finding.Severity));
        Assert.Contains("theme/signup.hbs cannot be used", finding.Message, StringComparison.Ordinal);
        Assert.True(text == Render(Theme.From(new Dictionary<string, string>(), new()), "signup"), what);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_must_not_be_compiled_is_refused_with_its_line(string what, string template)
    {
        var theme = Theme.From(new Dictionary<string, string> { ["signup.hbs"] = "\n" + template }, new());

        Assert.True(theme.Findings is [{ Rule: "theme-template" }], what);
        Assert.Equal(Render(Theme.From(new Dictionary<string, string>(), new()), "signup"), Render(theme, "signup"));
    }

    [Fact]
    public void A_long_honest_page_is_within_the_budget()
    {
        var theme = Theme.From(
            new Dictionary<string, string>
            {
                ["own.hbs"] =
                    "{{#each items}}{{#each @root.items}}{{#each @root.lists}}{{this}}{{/each}}{{/each}}{{/each}}",
            },
            new()
        );

        Assert.Equal(1_900_000, Render(theme, "own").Length);
        Assert.Empty(theme.Findings);
    }

    private static string Render(Theme theme, string template)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        theme.Render(template, Model, output);
        return output.ToString();
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
