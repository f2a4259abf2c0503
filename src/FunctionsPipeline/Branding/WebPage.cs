using System.Globalization;

namespace FunctionsPipeline.Branding;

/// <summary>A page that a function answers with.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Html">The whole page.</param>
public sealed record WebPage(int Status, string Html)
{
    /// <summary>Draws a page by a template of the theme.</summary>
    public static WebPage Render(ITheme theme, int status, string template, object model)
    {
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        theme.Render(template, model, html);
        return new WebPage(status, html.ToString());
    }
}
