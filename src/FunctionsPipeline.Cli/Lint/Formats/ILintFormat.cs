namespace FunctionsPipeline.Cli.Lint.Formats;

/// <summary>One way of writing down what was found.</summary>
internal interface ILintFormat
{
    Task WriteAsync(LintResult result, TextWriter output);
}
