using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Input;

/// <summary>
/// Foreign input takes more than its <see cref="InputLimits"/> allow. The reader of the input turns it into a finding.
/// </summary>
public sealed class InputBudgetException(Finding finding) : Exception(finding.Message)
{
    /// <summary>Always an error. Its line is 1-based in the text that was being read, or null.</summary>
    public Finding Finding { get; } = finding;
}
