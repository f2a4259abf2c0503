using System.Collections.Frozen;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FunctionsPipeline.Articles.Outline;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>A text of HTML as a tree, with what is asked of its elements again and again.</summary>
internal sealed class HtmlTree
{
    /// <summary>What parts words, but for what stands inside a block, and with what is shown as a block here.</summary>
    private static readonly FrozenSet<string> BlockNames = HtmlElements
        .Parting.Except(
            [
                "br",
                "caption",
                "dir",
                "listing",
                "optgroup",
                "option",
                "plaintext",
                "search",
                "select",
                "textarea",
                "xmp",
            ],
            StringComparer.Ordinal
        )
        .Concat(["audio", "embed", "iframe", "object", "video"])
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> HiddenNames = FrozenSet.Create(
        StringComparer.Ordinal,
        "script",
        "style",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "param",
        "source",
        "track",
        "datalist",
        "colgroup",
        "col"
    );

    private readonly HashSet<INode> _aroundBlocks = [];

    private HtmlTree(IHtmlDocument document)
    {
        Document = document;
        foreach (var element in document.All)
        {
            if (!IsBlock(element))
                continue;
            for (var parent = element.Parent; parent is not null && _aroundBlocks.Add(parent); parent = parent.Parent)
            { }
        }
        HeadingShift = document.Body?.QuerySelector("h1") is null ? 0 : 1;
    }

    public IHtmlDocument Document { get; }

    public IElement Body => Document.Body!;

    /// <summary>Levels by which headings go down: the page's title is its only heading of level 1.</summary>
    public int HeadingShift { get; }

    public static HtmlTree Parse(string html) =>
        // Without a head of its own, into which a script in front of the text would go.
        new(
            new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument(
                "<!DOCTYPE html><body>" + html
            )
        );

    public static bool IsBlock(IElement element) => BlockNames.Contains(element.LocalName);

    /// <summary>Are there blocks inside?</summary>
    public bool HoldsBlocks(INode node) => _aroundBlocks.Contains(node);

    /// <summary>Browsers show nothing of it.</summary>
    public static bool IsHidden(IElement element) =>
        HiddenNames.Contains(element.LocalName)
        || (element.HasAttribute("hidden") && element.LocalName != "details")
        || (
            element.GetAttribute("style") is { Length: > 0 } style
            && style
                .Replace(" ", "", StringComparison.Ordinal)
                .Contains("display:none", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>1-based in the text.</summary>
    public static int? LineOf(INode node) => (node as IElement ?? node.ParentElement)?.SourceReference?.Position.Line;

    /// <summary>The words of an element without those of scripts and styles; white space as it stands.</summary>
    public static string TextOf(INode node) =>
        string.Concat(
            node.GetDescendantsAndSelf()
                .OfType<IText>()
                .Where(t => t.ParentElement is not { } parent || !HiddenNames.Contains(parent.LocalName))
                .Select(t => t.Data)
        );
}
