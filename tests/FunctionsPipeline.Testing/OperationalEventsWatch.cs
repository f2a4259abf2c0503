using System.Diagnostics.Metrics;
using FunctionsPipeline.Telemetry;

namespace FunctionsPipeline.Testing;

/// <summary>
/// What the meter <see cref="OperationalEvents.MeterName"/> counts for the test that made this: the meter is one for
/// the process, so only counts from this test's own flow are taken.
/// </summary>
public sealed class OperationalEventsWatch : IDisposable
{
    private readonly AsyncLocal<bool> _own = new() { Value = true };
    private readonly MeterListener _listener = new();
    private readonly List<string> _counts = [];

    public OperationalEventsWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OperationalEvents.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, count, tags, _) =>
            {
                if (!_own.Value)
                    return;
                var line =
                    $"{instrument.Name} {count}{string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"))}";
                lock (_counts)
                    _counts.Add(line);
            }
        );
        _listener.Start();
    }

    /// <summary>One line per count: the instrument, the number, then each tag as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Counts
    {
        get
        {
            lock (_counts)
                return [.. _counts];
        }
    }

    public void Dispose() => _listener.Dispose();
}
