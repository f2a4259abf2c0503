namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>The demo, if asked for on the command line.</summary>
/// <param name="Exit">End when it is done, with code 0 only if all is as expected; else keep serving.</param>
public sealed record DemoOptions(bool Exit)
{
    /// <summary>Null without <c>--demo</c>.</summary>
    public static DemoOptions? From(IReadOnlyCollection<string> args)
        => args.Contains("--demo", StringComparer.Ordinal) ? new DemoOptions(args.Contains("--exit", StringComparer.Ordinal)) : null;
}
