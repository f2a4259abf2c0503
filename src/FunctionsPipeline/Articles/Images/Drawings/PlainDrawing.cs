using System.Xml;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>A drawing that was written again from the parts of SVG that only draw.</summary>
/// <param name="Svg">UTF-8. Empty if the drawing is refused.</param>
/// <param name="Finding">Why it is refused, or what was left out; null if all of it is there.</param>
internal sealed record PlainDrawing(ReadOnlyMemory<byte> Svg, Finding? Finding)
{
    /// <summary>Bytes. A drawing of more is a photograph or a map, which are better kept as pictures of pixels.</summary>
    public const long MaxBytes = 1024 * 1024;

    private static readonly InputLimits Limits = new("drawing", "Simplify the drawing, or export it as PNG.")
    {
        Bytes = MaxBytes,
        Nodes = 50_000,
        Steps = 2_000_000,
        Time = TimeSpan.FromSeconds(5),
    };

    public bool IsRefused => Svg.IsEmpty;

    /// <summary>
    /// Writes a drawing again. Inside a page's <c>img</c> no script of a drawing runs, but its address opened in a
    /// browser is a document of our site: so nothing is taken over that runs, loads, links or moves.
    /// </summary>
    /// <param name="svg">Hostile.</param>
    /// <param name="name">As findings call it.</param>
    public static PlainDrawing Rebuild(ReadOnlyMemory<byte> svg, string name, TimeProvider time)
    {
        try
        {
            var budget = new InputBudget(Limits, time);
            budget.TakeBytes(svg.Length);
            var reader = new DrawingReader(budget);
            var root = reader.Read(svg);
            DrawingCost.Check(root, budget);
            return new PlainDrawing(
                DrawingWriter.Write(root),
                reader.LeftOut.Count == 0 ? null : Reduced(name, reader.LeftOut)
            );
        }
        catch (DrawingException e)
        {
            return Refused(name, e.Message);
        }
        catch (InputBudgetException e)
        {
            return Refused(name, e.Message);
        }
        catch (Exception e)
            when (e is XmlException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // Encodings that are not known, and names that are none, are not always an XmlException.
            return Refused(
                name,
                "it is not well-formed XML"
                    + (e is XmlException { LineNumber: > 0 } xml ? $" (line {xml.LineNumber} of the drawing)" : "")
            );
        }
    }

    private static PlainDrawing Refused(string name, string why) =>
        new(
            default,
            new Finding(
                "unsafe-image",
                Severity.Warning,
                $"The drawing '{name}' is not shown: {why.TrimEnd('.')}.",
                "Export it as a plain SVG, or as PNG."
            )
        );

    private static Finding Reduced(string name, IReadOnlyCollection<string> what) =>
        new(
            "reduced-image",
            Severity.Note,
            $"Parts of the drawing '{name}' are not shown: {string.Join(", ", what)}.",
            "If they are missed, export the drawing as a plain SVG (texts as paths), or as PNG."
        );
}
