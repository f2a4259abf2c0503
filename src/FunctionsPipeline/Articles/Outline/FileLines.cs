namespace FunctionsPipeline.Articles.Outline;

/// <summary>Finds the file's line for a line of the text that was parsed.</summary>
/// <param name="Offset">Lines of the file above the body.</param>
/// <param name="Inferred">
/// For a body that was inferred: the file's line (1-based) of each of the body's lines; else null.
/// </param>
internal readonly record struct FileLines(int Offset, int[]? Inferred)
{
    /// <param name="line">0-based in the parsed text.</param>
    /// <returns>1-based in the file.</returns>
    public int Of(int line) =>
        Inferred switch
        {
            null => line + 1 + Offset,
            [] => 1,
            _ => Inferred[Math.Clamp(line, 0, Inferred.Length - 1)],
        };
}
