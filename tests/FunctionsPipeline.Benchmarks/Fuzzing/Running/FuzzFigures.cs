using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Running;

/// <summary>Counts what became of inputs. Several threads.</summary>
internal sealed class FuzzFigures
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long[]> _counts = FuzzTargets.All.ToDictionary(
        t => t.Name,
        _ => new long[7],
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, TimeSpan> _slowest = FuzzTargets.All.ToDictionary(
        t => t.Name,
        _ => TimeSpan.Zero,
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, TimeSpan> _time = FuzzTargets.All.ToDictionary(
        t => t.Name,
        _ => TimeSpan.Zero,
        StringComparer.Ordinal
    );

    public void Add(IFuzzTarget target, Result result)
    {
        lock (_gate)
        {
            _counts[target.Name][(int)result.Outcome]++;
            _time[target.Name] += result.Time;
            if (result.Time > _slowest[target.Name])
                _slowest[target.Name] = result.Time;
        }
    }

    public long Count(Outcome outcome) => _counts.Values.Sum(c => c[(int)outcome]);

    public long Inputs => _counts.Values.Sum(c => c.Sum());

    public JsonObject ToJson(TimeSpan elapsed, double peakMb, int seed) =>
        new()
        {
            ["inputs"] = Inputs,
            ["crashes"] = Count(Outcome.Crash),
            ["violations"] = Count(Outcome.Violation),
            ["timeouts"] = Count(Outcome.Timeout),
            ["limits_exceeded"] = Count(Outcome.OutOfMemory),
            ["refused"] = Count(Outcome.Refused),
            ["unjudged"] = Count(Outcome.Unjudged),
            ["peak_mb"] = Math.Round(peakMb),
            ["slowest_ms"] = Math.Round(_slowest.Values.Max().TotalMilliseconds),
            ["inputs_per_second"] = Math.Round(Inputs / elapsed.TotalSeconds),
            ["seconds"] = Math.Round(elapsed.TotalSeconds),
            ["seed"] = seed,
        };

    /// <summary>A line for each target.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var target in FuzzTargets.All)
        {
            var counts = _counts[target.Name];
            if (counts.Sum() is > 0 and var inputs)
            {
                yield return FormattableString.Invariant(
                    $"{target.Name, -13} {inputs, 9} inputs, {counts[(int)Outcome.Refused]} refused, {_time[target.Name].TotalMilliseconds / inputs:0.000} ms each, slowest {_slowest[target.Name].TotalMilliseconds:0} ms"
                );
            }
        }
    }
}
