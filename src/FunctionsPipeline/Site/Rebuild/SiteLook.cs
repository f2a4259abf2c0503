using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Branding.Fonts;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Feeds;
using FunctionsPipeline.Site.Pages;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>A hash of everything but articles that pages show: where it changes, all pages are written again.</summary>
internal static class SiteLook
{
    /// <summary>
    /// Raise it when pages must be written again for a reason that is neither in the theme nor in the settings.
    /// </summary>
    private const int Version = 1;

    public static string Of(SiteSettings settings, ITheme theme) =>
        SiteWriter.Hash(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {Version} {theme.Version} {SiteWriter.Hash(StaticPages.Script)} {SiteWriter.Hash(SiteFonts.Version)}
                {settings.Name} {settings.Tagline} {settings.Url} {settings.FunctionsUrl} {settings.Language} {settings.TimeZone.Id}
                {settings.Organisation.LegalName} {string.Join(
                    ", ",
                    settings.Organisation.PostalAddress
                )} {settings.Brand} {settings.Medical}
                {string.Join(' ', settings.Newsletters.Select(n => $"{n.Id} {n.Name} {n.Description}"))} {string.Join(
                    ' ',
                    FeedHubs.Of(settings)
                )}
                """
            )
        );
}
