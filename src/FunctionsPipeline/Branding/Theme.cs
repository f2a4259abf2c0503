using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Branding.Fonts;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Branding;

/// <summary>The built-in templates, with a publisher's own in front of them.</summary>
public sealed class Theme : ITheme
{
    private static readonly Lazy<TemplateSet> BuiltIn = new(() =>
        TemplateSet.Compile(BuiltInTemplates.Templates, null, [])
    );

    private readonly HashSet<string> _overridden;
    private readonly TemplateSet _templates;
    private readonly List<Finding> _compileFindings = [];
    private readonly ConcurrentDictionary<string, Finding> _renderFindings = new(StringComparer.Ordinal);

    private Theme(IReadOnlyDictionary<string, string> overrides, Brand brand)
    {
        var texts = new Dictionary<string, string>(BuiltInTemplates.Templates, StringComparer.Ordinal);
        foreach (var (file, text) in overrides)
        {
            if (file.EndsWith(BuiltInTemplates.Extension, StringComparison.Ordinal))
                texts[Path.GetFileNameWithoutExtension(file)] = text;
        }
        _overridden =
        [
            .. texts
                .Where(t => !BuiltInTemplates.Templates.TryGetValue(t.Key, out var builtIn) || builtIn != t.Value)
                .Select(t => t.Key),
        ];
        _templates =
            _overridden.Count == 0
                ? BuiltIn.Value
                : TemplateSet.Compile(texts, BuiltInTemplates.Templates, _compileFindings);
        var own = overrides.GetValueOrDefault(BuiltInTemplates.StyleSheetName);
        StyleSheet = Coloured(own ?? BuiltInTemplates.StyleSheet, brand);
        SiteStyleSheet = Coloured(own ?? BuiltInTemplates.SiteStyleSheet, brand);
        Version = Hash(texts, StyleSheet);
    }

    public string StyleSheet { get; }

    public string SiteStyleSheet { get; }

    public string Version { get; }

    public IReadOnlyList<Finding> Findings => [.. _compileFindings, .. _renderFindings.Values];

    /// <param name="overrides">File name (<c>page.hbs</c>, <c>site.css</c>) to text; empty for the built-in look.</param>
    public static Theme From(IReadOnlyDictionary<string, string> overrides, Brand brand) => new(overrides, brand);

    /// <summary>True if a template is built in or among a publisher's own files.</summary>
    public static bool Has(string template, IEnumerable<string> files) =>
        BuiltInTemplates.Templates.ContainsKey(template)
        || files.Any(f =>
            f.EndsWith(BuiltInTemplates.Extension, StringComparison.Ordinal)
            && Path.GetFileNameWithoutExtension(f) == template
        );

    public void Render(string template, object model, TextWriter output)
    {
        if (_overridden.Count == 0)
        {
            _templates.Render(template, model, output);
            return;
        }
        // An override, or a partial that one replaces, may fail half-way: nothing of it must reach the reader.
        string text;
        try
        {
            text = TemplateBudget.Render(buffer => _templates.Render(template, model, buffer));
        }
        catch (Exception e) when (TemplateSet.IsOfTemplate(e))
        {
            _renderFindings.TryAdd(template, TemplateSet.Broken(template, e));
            BuiltIn.Value.Render(template, model, output);
            return;
        }
        output.Write(text);
    }

    private static string Coloured(string css, Brand brand)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $":root{{--accent:{brand.Accent};--accent-dark:{brand.AccentDark}}}\n{css}"
        );
        EncodedTexts.Add(text);
        return text;
    }

    private static string Hash(Dictionary<string, string> texts, string styleSheet)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData([0]);
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
        hash.AppendData(Encoding.UTF8.GetBytes(styleSheet));
        hash.AppendData(Encoding.UTF8.GetBytes(PageScript.Text));
        hash.AppendData(Encoding.UTF8.GetBytes(SiteFonts.Version + FontFallbacks.StyleSheet));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
