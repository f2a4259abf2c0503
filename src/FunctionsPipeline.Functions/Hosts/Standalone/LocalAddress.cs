using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>Where the app listens is where its pages and mails link to, unless settings say otherwise.</summary>
internal static class LocalAddress
{
    private const string Urls = "urls";

    public static void Add(FunctionsApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        if (settings[Urls]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var first, ..] || !TryParse(first, out var listens))
            return;
        // A free port must be known before the first page is made.
        var port = listens.Port == 0 ? FreePort() : listens.Port;
        if (listens.Port == 0)
            settings[Urls] = $"{listens.Scheme}://{listens.Host}:{port}";
        var host = listens.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : listens.Host;
        settings[AppSettings.SiteBaseUrl] ??= $"{listens.Scheme}://{host}:{port}/";
        settings[AppSettings.FunctionsBaseUrl] ??= $"{listens.Scheme}://{host}:{port}/";
    }

    private static bool TryParse(string url, out BindingAddress address)
    {
        try
        {
            address = BindingAddress.Parse(url);
            return !address.IsUnixPipe && !address.IsNamedPipe;
        }
        catch (FormatException)
        {
            // The server says what is wrong with it.
            address = null!;
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
