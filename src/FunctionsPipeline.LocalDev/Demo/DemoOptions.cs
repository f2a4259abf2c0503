namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>The demo, if asked for on the command line.</summary>
/// <param name="Exit">End when it is done, with code 0 only if all is as expected; else keep serving.</param>
public sealed record DemoOptions(bool Exit)
{
    private const string DemoFlag = "--demo";
    private const string ExitFlag = "--exit";

    internal static IReadOnlyList<string> Flags { get; } = [DemoFlag, ExitFlag];

    /// <summary>Null without <c>--demo</c>.</summary>
    public static DemoOptions? From(IReadOnlyCollection<string> args) =>
        args.Contains(DemoFlag, StringComparer.Ordinal)
            ? new DemoOptions(args.Contains(ExitFlag, StringComparer.Ordinal))
            : null;
}
