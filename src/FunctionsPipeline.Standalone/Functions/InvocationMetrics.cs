using System.Diagnostics.Metrics;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>How long functions run and how they end, for whatever listens to the meter of this name.</summary>
internal sealed class InvocationMetrics
{
    public const string MeterName = "FunctionsPipeline.Standalone";

    private readonly Histogram<double> _duration;

    public InvocationMetrics(IMeterFactory meters)
    {
        _duration = meters.Create(MeterName).CreateHistogram<double>(
            "functions.invocation.duration", "s", "Time from the start of a function to its end, by function, trigger and outcome.");
    }

    /// <param name="outcome">succeeded, failed, refused, timed-out or cancelled.</param>
    public void Record(FunctionDefinition function, string outcome, TimeSpan elapsed) => _duration.Record(
        elapsed.TotalSeconds, new("function", function.Name), new("trigger", function.Trigger.Kind), new("outcome", outcome));
}
