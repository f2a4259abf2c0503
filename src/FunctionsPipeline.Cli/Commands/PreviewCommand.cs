using System.CommandLine;
using FunctionsPipeline.Cli.Lint.Formats;
using FunctionsPipeline.Cli.Preview;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp preview</c>: a folder as the site that it will be, in a browser, while it is written.</summary>
internal static class PreviewCommand
{
    private const int UsualPort = 4400;

    public static Command Create()
    {
        var path = new Argument<DirectoryInfo>("path")
        {
            Description = "The folder of articles with their pictures.",
        }.AcceptExistingOnly();
        var port = new Option<int>("--port")
        {
            Description = "The port on this machine; 0 takes a free one.",
            DefaultValueFactory = _ => UsualPort,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ushort.TryParse(token.Value, out _))
                result.AddError("--port must be a whole number from 0 to 65535.");
        });
        var settings = new Option<DirectoryInfo>("--settings")
        {
            Description = "The folder with site.yml and theme/; one beside the articles is found without this.",
        }.AcceptExistingOnly();
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address." };
        var command = new Command(
            "preview",
            "Shows a folder as the site that it will be, with each article's mail, text and report. What is saved shows at once. Nothing is published, and only this machine can see it."
        )
        {
            path,
            port,
            settings,
            noBrowser,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var output = CommandOutput.Of(parsed);
                try
                {
                    return await PreviewRun.RunAsync(
                        new PreviewOptions(
                            Path.TrimEndingDirectorySeparator(parsed.GetValue(path)!.FullName),
                            parsed.GetValue(settings)?.FullName,
                            parsed.GetValue(port),
                            !parsed.GetValue(noBrowser) && HasBrowser
                        ),
                        output,
                        TimeProvider.System,
                        cancellationToken
                    );
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    await output.ComplainAsync(
                        e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                            ? $"Port {parsed.GetValue(port)} is in use. Choose another with --port, or --port 0 for a free one."
                            : OneLine.Of(e.Message)
                    );
                    return 1;
                }
            }
        );
        return command.WithExample("fp preview articles");
    }

    /// <summary>A person at a screen: not a script that reads the output, and not a machine without a desktop.</summary>
    private static bool HasBrowser =>
        !Console.IsOutputRedirected
        && (
            OperatingSystem.IsWindows()
            || OperatingSystem.IsMacOS()
            || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 }
        );
}
