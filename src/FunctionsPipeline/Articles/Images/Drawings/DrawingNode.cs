namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>An element of a drawing that may be published, in the SVG namespace; or a piece of its text.</summary>
/// <param name="Name">Empty for text.</param>
/// <param name="Text">Null for an element.</param>
/// <param name="Line">1-based line of the drawing.</param>
internal sealed record DrawingNode(string Name, string? Text, int Line)
{
    public List<(string Name, string Value)> Attributes { get; } = [];

    public List<DrawingNode> Children { get; } = [];

    public string? Of(string attribute) => Attributes.Find(a => a.Name == attribute).Value;
}
