using FunctionsPipeline.Articles.Images.Drawings;
using FunctionsPipeline.Benchmarks.Fuzzing.Judging;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>An SVG to the drawing that is published instead.</summary>
internal sealed class DrawingTarget : IFuzzTarget
{
    public string Name => "drawing";

    public int Weight => 150;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        var drawing = PlainDrawing.Rebuild(input, "drawing.svg", TimeProvider.System);
        return drawing.IsRefused
            ? FuzzAnswer.Refused
            : new FuzzAnswer(false, () => DrawingJudge.ProblemOf(drawing.Svg) ?? Again(drawing.Svg));
    }

    /// <summary>What was written is plain, so that it is taken whole the second time.</summary>
    private static string? Again(ReadOnlyMemory<byte> svg)
    {
        if (svg.Length > PlainDrawing.MaxBytes)
            return null;
        var again = PlainDrawing.Rebuild(svg, "drawing.svg", TimeProvider.System);
        return again.IsRefused ? "the written drawing is refused: " + again.Finding!.Message
            : again.Svg.Span.SequenceEqual(svg.Span) ? null
            : "the written drawing is written differently the second time";
    }
}
