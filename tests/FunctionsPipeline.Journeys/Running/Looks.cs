using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Running;

/// <summary>What every page that a person may look at is judged by, in every width and light.</summary>
internal static class Looks
{
    public const int Phone = 375;
    public const int Desktop = 1280;

    /// <summary>
    /// Both widths and both lights, once each: colours do not depend on the width, nor the layout on the light.
    /// </summary>
    public static IEnumerable<(int Width, bool Dark)> Screens { get; } = [(Phone, true), (Desktop, false)];

    /// <summary>
    /// No violation of axe's, nothing wider than the screen; and a picture in the folder that <c>FP_SCREENSHOTS</c> names,
    /// if it does.
    /// </summary>
    public static async Task JudgeAsync(IPage page, string name, bool mail = false)
    {
        var screen =
            $"{name} at {page.ViewportSize!.Width} px, {(await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches") ? "dark" : "light")}";
        if (Environment.GetEnvironmentVariable("FP_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(
                        folder,
                        $"{screen.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)}.png"
                    ),
                    FullPage = true,
                }
            );
        var violations = await Checks.AxeAsync(page, mail);
        Assert.True(violations.Count == 0, $"{screen}: {string.Join('\n', violations)}");
        var excess = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.True(excess <= 0, $"{screen}: {excess} px too wide");
    }
}
