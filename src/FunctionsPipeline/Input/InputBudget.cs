using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Input;

/// <summary>
/// Counts what one piece of foreign input takes, and stops its reader by an <see cref="InputBudgetException"/> as soon as a
/// limit is passed. Count before the memory is taken or the work is done. Not shared between threads.
/// </summary>
/// <remarks>
/// The rules of its findings: <c>too-large</c>, <c>too-many-parts</c>, <c>too-much-output</c>, <c>too-much-work</c>,
/// <c>too-slow</c>.
/// </remarks>
public sealed class InputBudget
{
    /// <summary>Reading the clock costs as much as hundreds of steps.</summary>
    private const long StepsPerClock = 4096;

    private readonly InputLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _start;
    private long _bytes;
    private long _nodes;
    private long _output;
    private long _steps;
    private long _nextClock = StepsPerClock;

    /// <summary>The time runs from here on.</summary>
    public InputBudget(InputLimits limits, TimeProvider time) =>
        (_limits, _time, _start) = (limits, time, time.GetTimestamp());

    /// <param name="line">1-based line of the input; null if it is not known.</param>
    public void TakeBytes(long count, int? line = null)
    {
        if ((_bytes += count) > _limits.Bytes)
            Stop("too-large", $"The {_limits.Subject} has more than {Number(_limits.Bytes)} bytes.", line);
    }

    /// <summary>Also counts as steps.</summary>
    /// <param name="line">1-based line of the input; null if it is not known.</param>
    public void TakeNodes(long count, int? line = null)
    {
        if ((_nodes += count) > _limits.Nodes)
            Stop(
                "too-many-parts",
                $"The {_limits.Subject} has too many parts to be read within {Number(_limits.Nodes)} units of memory.",
                line
            );
        TakeSteps(count, line);
    }

    /// <param name="line">1-based line of the input; null if it is not known.</param>
    public void TakeOutput(long characters, int? line = null)
    {
        if ((_output += characters) > _limits.Output)
            Stop(
                "too-much-output",
                $"More than {Number(_limits.Output)} characters would be made of the {_limits.Subject}.",
                line
            );
    }

    /// <param name="line">1-based line of the input; null if it is not known.</param>
    public void TakeSteps(long count, int? line = null)
    {
        if ((_steps += count) > _limits.Steps)
            Stop("too-much-work", $"The {_limits.Subject} is written in a way that takes too much work to read.", line);
        if (_steps < _nextClock)
            return;
        _nextClock = _steps + StepsPerClock;
        CheckTime(line);
    }

    /// <summary>For the end of work that could not be counted.</summary>
    /// <param name="line">1-based line of the input; null if it is not known.</param>
    public void CheckTime(int? line = null)
    {
        if (_limits.Time != TimeSpan.MaxValue && _time.GetElapsedTime(_start) > _limits.Time)
            Stop(
                "too-slow",
                $"Reading the {_limits.Subject} took more than {Number((long)_limits.Time.TotalSeconds)} seconds.",
                line
            );
    }

    private void Stop(string rule, string message, int? line) =>
        throw new InputBudgetException(new Finding(rule, Severity.Error, message, _limits.Remedy, line));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
