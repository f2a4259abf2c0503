using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>
/// Turns what stops a start into sentences for the person who started it. A stack trace is left to faults that nobody
/// foresaw.
/// </summary>
internal static class StartFailure
{
    public static T ExitsProcess<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception failure) when (Explain(failure) is { } sentence)
        {
            return Exit<T>(sentence);
        }
    }

    public static T Exit<T>(string sentence)
    {
        Console.Error.WriteLine(sentence);
        Environment.Exit(1);
        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>Null for a fault that has no sentence.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        HostStartException known => known.Message,
        OptionsValidationException invalid => new HostStartException([.. invalid.Failures]).Message,
        AggregateException many when many.InnerExceptions.All(one => one is OptionsValidationException) => new HostStartException(
            [.. many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures)]).Message,
        IOException { InnerException: AddressInUseException } => PortInUse(failure.Message),
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "The host may not listen on that port: ports below 1024 need a privilege. Choose another with --urls http://localhost:PORT.",
        _ => null,
    };

    // Kestrel: "Failed to bind to address http://127.0.0.1:7071: address already in use."
    private static string PortInUse(string message)
    {
        var start = message.IndexOf("http", StringComparison.Ordinal);
        var end = start < 0 ? -1 : message.IndexOf(": address", start, StringComparison.Ordinal);
        var address = end < 0 ? "The port" : message[start..end];
        return $"{address} is in use by another process: stop it, or choose another port with --urls http://localhost:PORT.";
    }
}
