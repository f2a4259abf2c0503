using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FunctionsPipeline.Branding;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Judging;

/// <summary>
/// Judges HTML that was made of foreign input, with a browser's parser: nothing in it runs, loads from a place that the
/// input does not name, or stands outside of its element.
/// </summary>
/// <param name="evidence">The input, to which every foreign host must go back.</param>
internal sealed class HtmlJudge(Evidence evidence)
{
    /// <summary>
    /// Characters. A document of more is not judged: the tree of the parser takes a hundred times as much memory.
    /// </summary>
    public const int Longest = 1_000_000;

    /// <summary>What is wrong with a whole document; null if nothing is.</summary>
    public string? Document(string what, string html)
    {
        if (html.Length > Longest)
            return null;
        using var document = new HtmlParser().ParseDocument(html);
        if (
            HtmlRules.Single.FirstOrDefault(n => n is not "main" && document.QuerySelectorAll(n).Length != 1) is
            { } broken
        )
            return $"{what}: {document.QuerySelectorAll(broken).Length} elements <{broken}>";
        return Judge(what, document);
    }

    /// <summary>What is wrong with a part that goes into other documents; null if nothing is.</summary>
    public string? Fragment(string what, string html)
    {
        if (html.Length > Longest)
            return null;
        using var document = new HtmlParser().ParseDocument(
            "<!doctype html><title></title><body><div id=around>" + html + "</div><p id=behind></p>"
        );
        var behind = document.QuerySelector("body > #behind");
        // An end tag of the part must not close what it is put into.
        return behind?.PreviousSibling is IElement { Id: "around" }
            ? Judge(what, document)
            : $"{what}: ends inside an element of its own, or closes one around it";
    }

    private string? Judge(string what, IDocument document)
    {
        foreach (var element in document.All)
        {
            if (Problem(element) is { } problem)
                return $"{what}: {problem}";
        }
        return null;
    }

    private string? Problem(IElement element)
    {
        var name = element.LocalName;
        if (!HtmlRules.IsElement(name) || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
            return $"an element <{name}>";
        if (name == "link" && element.GetAttribute("rel") == "icon")
            return IsLetter(element.GetAttribute("href")) ? null : "an icon that is no letter";
        foreach (var attribute in element.Attributes)
        {
            if (!HtmlRules.IsAttribute(name, attribute.Name))
                return $"an attribute {attribute.Name} of <{name}>";
            if (attribute.Name == "srcset" && !HtmlRules.IsSet(attribute.Value))
                return $"a set of pictures of <{name}> that is not ours";
            foreach (var address in HtmlRules.AddressesIn(attribute.Name, attribute.Value))
            {
                if (evidence.ProblemOf(address) is { } problem)
                    return $"{problem} in {attribute.Name} of <{name}>";
            }
        }
        if (element.GetAttribute("style") is { } style && Css.ProblemOf(style) is { } wrong)
            return $"{wrong} in a style of <{name}>";
        return name switch
        {
            "script" => Data(element),
            "style" => Css.ProblemOf(Css.WithoutFonts(element.TextContent, evidence)) is { } css
                ? css + " in <style>"
                : null,
            "meta" when element.GetAttribute("http-equiv") is { } header && header != "Content-Security-Policy" =>
                $"a meta {header}",
            "link" when element.GetAttribute("rel") == "preload" => evidence.IsOurs(element.GetAttribute("href"))
                ? null
                : "a font of another host",
            "link" when element.GetAttribute("rel") is not ("canonical" or "alternate") => "a link that loads",
            "iframe" when element.GetAttribute("src") is not { } source || !IsPlayer(source) =>
                "a frame of an unknown player",
            "input" when element.GetAttribute("type") != "checkbox" => "a field",
            _ => null,
        };
    }

    /// <summary>The page's own icon, a drawing that stands in its address: one letter on a ground.</summary>
    private static bool IsLetter(string? address)
    {
        const string Drawing = "data:image/svg+xml,";
        if (address?.StartsWith(Drawing, StringComparison.Ordinal) != true)
            return false;
        try
        {
            return XDocument
                .Parse(Uri.UnescapeDataString(address[Drawing.Length..]))
                .Descendants()
                .Select(e => e.Name.LocalName)
                .SequenceEqual(["svg", "rect", "text"]);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsPlayer(string source) =>
        source.StartsWith("https://www.youtube-nocookie.com/embed/", StringComparison.Ordinal)
        || source.StartsWith("https://player.vimeo.com/video/", StringComparison.Ordinal);

    /// <summary>The page's own script, or data: one JSON object.</summary>
    private static string? Data(IElement script)
    {
        if (script.Attributes.Length == 0 && script.TextContent == PageScript.Text)
            return null;
        if (script.GetAttribute("type") != "application/ld+json")
            return "a script";
        try
        {
            using var json = JsonDocument.Parse(script.TextContent);
            return json.RootElement.ValueKind == JsonValueKind.Object ? null : "data that is no object";
        }
        catch (JsonException)
        {
            return "data that is no JSON";
        }
    }
}
