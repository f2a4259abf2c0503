using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Telemetry;

/// <summary>
/// The few happenings that alerts wait for. Each is one log line that begins with its name, and one count on the meter
/// <see cref="MeterName"/> under the same name. Neither holds an address, a token, a file name or a text;
/// <c>infra/README.md</c> lists them, a test compares.
/// </summary>
/// <remarks>
/// Both, because they reach different places: Azure's host forwards the worker's log lines and not its meters, so the alerts
/// count lines; a server's collector reads the meter.
/// </remarks>
public static partial class OperationalEvents
{
    public const string MeterName = "FunctionsPipeline";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Ticks = Meter.CreateCounter<long>(
        "fp.tick",
        "{tick}",
        "Runs of the newsletter timer that came to their end."
    );

    private static readonly Counter<long> RendersFailed = Meter.CreateCounter<long>(
        "fp.render.failed",
        "{try}",
        "Tries to render an article that failed through a mistake in the program."
    );

    private static readonly Counter<long> PersonsNeeded = Meter.CreateCounter<long>(
        "fp.issue.needs_person",
        "{matter}",
        "Matters of sending that only a person can decide or fix, by kind."
    );

    private static readonly Counter<long> Poison = Meter.CreateCounter<long>(
        "fp.poison",
        "{message}",
        "Messages that housekeeping found in a poison queue, by queue; counted again by each round."
    );

    /// <summary>The newsletter timer has run: sending and planning were both looked at.</summary>
    public static void Tick(ILogger logger)
    {
        Ticks.Add(1);
        LogTick(logger);
    }

    /// <summary>
    /// An article could not be rendered through a mistake of ours. An author's mistake is a report; a passing fault of
    /// storage is tried again.
    /// </summary>
    /// <param name="source">A fingerprint of the file's name, never the name.</param>
    public static void RenderFailed(ILogger logger, Exception exception, string source)
    {
        RendersFailed.Add(1);
        LogRenderFailed(logger, exception, source);
    }

    /// <summary>Sending waits for a person; staff get mail about it.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="issue">The issue's id; <c>all</c> if it concerns all sending.</param>
    public static void NeedsPerson(ILogger logger, Enum kind, string issue)
    {
        PersonsNeeded.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));
        LogNeedsPerson(logger, kind, issue);
    }

    /// <summary>Messages lie in a poison queue.</summary>
    public static void PoisonFound(ILogger logger, string queue, int messages)
    {
        Poison.Add(messages, new KeyValuePair<string, object?>("queue", queue));
        LogPoison(logger, queue, messages);
    }

    [LoggerMessage(100, LogLevel.Information, "fp.tick")]
    private static partial void LogTick(ILogger logger);

    [LoggerMessage(101, LogLevel.Error, "fp.render.failed {Source}")]
    private static partial void LogRenderFailed(ILogger logger, Exception exception, string source);

    [LoggerMessage(102, LogLevel.Warning, "fp.issue.needs_person {Kind} {Issue}")]
    private static partial void LogNeedsPerson(ILogger logger, Enum kind, string issue);

    [LoggerMessage(103, LogLevel.Warning, "fp.poison {Queue} {Messages}")]
    private static partial void LogPoison(ILogger logger, string queue, int messages);
}
