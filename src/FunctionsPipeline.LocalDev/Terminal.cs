using Spectre.Console;

namespace FunctionsPipeline.LocalDev;

/// <summary>Tables and colours; plain text where the output is not a terminal.</summary>
internal static class Terminal
{
    /// <summary>Where the output has no width of its own: links are not broken.</summary>
    private const int PlainWidth = 140;

    public static IAnsiConsole Of(TextWriter output)
    {
        var plain = Console.IsOutputRedirected;
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            }
        );
        if (plain)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
