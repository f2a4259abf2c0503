using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// The seconds of two sides that took turns. The best of each counts: what else the machine does only ever adds. How far the
/// rounds lie apart is told beside it.
/// </summary>
internal sealed class Rounds
{
    private readonly List<double> _ours = [];
    private readonly List<double> _theirs = [];

    public double Ours => _ours.Min();

    public double Theirs => _theirs.Min();

    /// <param name="theirs">Null where there is no other side.</param>
    public void Add(double ours, double? theirs = null)
    {
        _ours.Add(ours);
        if (theirs is { } seconds)
            _theirs.Add(seconds);
    }

    /// <summary>
    /// <c>seconds</c> and <c>seconds_spread</c>, the round in the middle over the fastest; with another side the same of it,
    /// under its name.
    /// </summary>
    public void WriteTo(JsonObject figures, string peer)
    {
        figures["rounds"] = _ours.Count;
        Write(figures, "", _ours);
        if (_theirs.Count > 0)
            Write(figures, peer + "_", _theirs);
    }

    private static void Write(JsonObject figures, string prefix, List<double> seconds)
    {
        figures[prefix + "seconds"] = Math.Round(seconds.Min(), 3);
        figures[prefix + "seconds_spread"] = Math.Round(
            seconds.Order().ElementAt(seconds.Count / 2) / seconds.Min(),
            2
        );
    }
}
