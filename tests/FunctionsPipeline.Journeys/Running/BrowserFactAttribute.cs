namespace FunctionsPipeline.Journeys.Running;

/// <summary>
/// A journey in a real browser: Debian's Chromium. Skipped where it is absent, unless <c>FP_REQUIRE_BROWSER</c> is set:
/// then its absence fails the test.
/// </summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Executable is null && Environment.GetEnvironmentVariable("FP_REQUIRE_BROWSER") is null)
            Skip =
                "No Chromium here: install Debian's package 'chromium-headless-shell' (or set FP_CHROMIUM to its path).";
    }
}
