using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Judging;

/// <summary>
/// The elements and attributes that our pages, mails and reports consist of. Written from the templates and renderers, not
/// shared with them: what an input adds to this list has left its place.
/// </summary>
internal static partial class HtmlRules
{
    private static readonly FrozenSet<string> Everywhere = Words("class id lang dir title role style tabindex align");

    private static readonly FrozenDictionary<string, FrozenSet<string>> Elements = new Dictionary<string, string>
    {
        ["html"] = "xmlns:v xmlns:o",
        ["head"] = "",
        ["meta"] = "charset name property content http-equiv",
        ["title"] = "",
        ["link"] = "rel href type as crossorigin",
        ["style"] = "",
        ["script"] = "type",
        ["body"] = "",
        ["a"] = "href rel",
        ["img"] = "src srcset sizes alt width height loading decoding border",
        ["picture"] = "",
        ["source"] = "type srcset sizes",
        ["iframe"] = "src width height loading allow allowfullscreen referrerpolicy sandbox frameborder",
        ["video"] = "src controls preload width height",
        ["audio"] = "src controls preload",
        ["time"] = "datetime",
        ["table"] = "cellpadding cellspacing border width bgcolor",
        ["td"] = "width height colspan rowspan bgcolor valign",
        ["th"] = "width colspan rowspan scope bgcolor valign",
        ["col"] = "width span",
        ["ol"] = "start type reversed",
        ["ul"] = "type",
        ["li"] = "value",
        ["input"] = "type disabled checked",
        ["details"] = "open",
        ["div"] = "data-url data-title data-copied",
        ["button"] = "type hidden data-do",
    }
        .Concat(
            """
            h1 h2 h3 h4 h5 h6 p span br hr b i u s strong em code pre blockquote q dl dt dd sup sub del ins mark bdi cite kbd abbr
            header footer main article aside nav section figure figcaption summary thead tbody tfoot tr colgroup caption label
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(n => KeyValuePair.Create(n, ""))
        )
        .ToFrozenDictionary(e => e.Key, e => Words(e.Value), StringComparer.Ordinal);

    /// <summary>Attributes that a browser follows or loads.</summary>
    private static readonly FrozenSet<string> Addresses = Words(
        "href src action formaction poster background data cite longdesc usemap manifest xlink:href ping codebase archive icon"
    );

    /// <summary>Of which a document has one.</summary>
    public static readonly IReadOnlyList<string> Single = ["html", "head", "title", "body", "style", "main"];

    /// <summary>What a browser follows or loads of an attribute; nothing of any other attribute.</summary>
    public static IEnumerable<string> AddressesIn(string attribute, string value) =>
        attribute == "srcset"
            ? value.Split(", ").Select(candidate => candidate[..Math.Max(0, candidate.LastIndexOf(' '))])
        : Addresses.Contains(attribute) ? [value]
        : [];

    /// <summary>As our pages write them: absolute addresses, each with a width.</summary>
    public static bool IsSet(string value) => Set().IsMatch(value);

    public static bool IsElement(string name) => Elements.ContainsKey(name);

    public static bool IsAttribute(string element, string name) =>
        Everywhere.Contains(name)
        || name.StartsWith("aria-", StringComparison.Ordinal)
        || (Elements.TryGetValue(element, out var own) && own.Contains(name));

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\Ahttps?://[^\s,]+ \d{2,4}w(, https?://[^\s,]+ \d{2,4}w)*\z")]
    private static partial Regex Set();
}
