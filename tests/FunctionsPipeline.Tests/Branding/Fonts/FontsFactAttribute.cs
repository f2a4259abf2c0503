using FunctionsPipeline.Branding.Fonts;

namespace FunctionsPipeline.Tests.Branding.Fonts;

/// <summary>
/// A test of the fonts that a build gets from npm. Skipped where it could not, unless <c>FP_REQUIRE_FONTS</c> is set: then
/// their absence fails the test.
/// </summary>
public sealed class FontsFactAttribute : FactAttribute
{
    public FontsFactAttribute()
    {
        if (SiteFonts.Files.Count == 0 && Environment.GetEnvironmentVariable("FP_REQUIRE_FONTS") is null)
            Skip = "No fonts: npm or its registry could not be reached when the app was built.";
    }
}
