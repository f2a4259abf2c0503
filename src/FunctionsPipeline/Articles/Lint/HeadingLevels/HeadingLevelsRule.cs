namespace FunctionsPipeline.Articles.Lint.HeadingLevels;

/// <summary>
/// Who reads by ear jumps from heading to heading: a level that is skipped sounds like a part that is missing (WCAG
/// 1.3.1).
/// </summary>
internal sealed class HeadingLevelsRule : ILintRule
{
    public void Check(LintContext context)
    {
        var previous = 0;
        foreach (var heading in context.Outline.Headings)
        {
            if (heading.Text.Length == 0)
                context.Warn(
                    "empty-heading",
                    "This heading has no words.",
                    "Write the section's title, or remove the '#'.",
                    heading.Line
                );
            var level = heading.WrittenLevel;
            if (previous > 0 && level > previous + 1)
                context.Warn(
                    "skipped-heading",
                    $"'{heading.Text}' is a heading of level {level} below one of level {previous}.",
                    $"Write it with {previous + 1} '#'.",
                    heading.Line
                );
            previous = level;
        }
    }
}
