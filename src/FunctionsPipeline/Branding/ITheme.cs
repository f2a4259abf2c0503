using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Branding;

/// <summary>
/// Gives the templates and the style sheet in force: built in, or overridden by files in <c>settings/theme/</c>.
/// </summary>
public interface IThemeSource
{
    /// <summary>One consistent set, to be used for a whole operation. Cached; cheap to ask for.</summary>
    ValueTask<ITheme> GetAsync(CancellationToken cancellationToken);
}

/// <summary>A consistent set of templates.</summary>
public interface ITheme
{
    /// <summary>
    /// Renders a Handlebars template. Values are HTML-escaped unless written with three braces.
    /// </summary>
    /// <param name="template">
    /// The file's name without <c>.hbs</c>, unique over all features, e.g. <c>page</c>. The built-in file is an embedded
    /// <c>.hbs</c> beside the feature that renders it; <c>settings/theme/&lt;name&gt;.hbs</c> overrides it.
    /// Partials are templates too: <c>{{> head}}</c>.
    /// </param>
    /// <param name="model">
    /// An object with public properties or a dictionary; property names are used in camelCase or as they are.
    /// </param>
    /// <param name="output">Receives the text.</param>
    /// <remarks>
    /// An override that fails is reported in <see cref="Findings"/> and the built-in one is rendered instead.
    /// </remarks>
    void Render(string template, object model, TextWriter output);

    /// <summary>The site's style sheet: <c>site.css</c>, with the brand's colours filled in.</summary>
    string StyleSheet { get; }

    /// <summary>What of it pages on the site need; a publisher's own style sheet is written whole.</summary>
    string SiteStyleSheet { get; }

    /// <summary>
    /// Changes whenever any template, the style sheet, the script of articles' pages or a font does; part of what decides whether a
    /// page is stale.
    /// </summary>
    string Version { get; }

    /// <summary>Overrides that could not be used, with file, line and reason.</summary>
    IReadOnlyList<Finding> Findings { get; }
}
