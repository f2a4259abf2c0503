namespace FunctionsPipeline.Branding.Fonts;

/// <summary>
/// The system's fonts in the measures of ours, for the moment in which ours are on their way: lines break at the same words
/// and have the same height, so that nothing moves when they come.
/// </summary>
/// <remarks>
/// <c>size-adjust</c> is the mean width of a letter in our font over that in the other (letters as often as in English and
/// French), <c>ascent-override</c> and <c>descent-override</c> are our font's over that (CSS Fonts level 5, section 3). Measured
/// with fonts of the same measures: Tinos for Times, Gelasio for Georgia, Arimo for Arial.
/// </remarks>
internal static class FontFallbacks
{
    public static string StyleSheet { get; } =
        Face("S1", "local(\"Georgia\"),local(\"Gelasio\")", 107.9, 96.0, 31.1)
        + Face("S2", "local(\"Noto Serif\"),local(\"NotoSerif\")", 99.4, 104.2, 33.7)
        + Face(
            "S3",
            "local(\"Times New Roman\"),local(\"Liberation Serif\"),local(\"Tinos\")",
            118.0,
            87.8,
            28.4,
            gap: true
        )
        + Face("S4", "local(\"DejaVu Serif\")", 92.5, 112.0, 36.2)
        + Face(
            "H1",
            "local(\"Arial Bold\"),local(\"Arial-BoldMT\"),local(\"Liberation Sans Bold\")",
            95.0,
            100.0,
            26.3,
            gap: true
        )
        + Face("H2", "local(\"Roboto Bold\"),local(\"Roboto-Bold\")", 101.0, 94.1, 24.8)
        + Face("H3", "local(\"DejaVu Sans Bold\")", 79.3, 119.8, 31.5)
        // Bold words inside a text are in the sans, which pages load anyway.
        + """
            :root{--serif:Serif4,S1,S2,S3,S4,Georgia,serif;--head:Figtree,H1,H2,H3,system-ui,sans-serif;--ui:var(--head);--note:var(--serif)}
            strong,b,th,dt{font-family:var(--head);font-weight:600}
            .text strong,.text b{font-size:.95em}
            """;

    /// <param name="gap">It has space between its lines, and ours has none.</param>
    private static string Face(
        string family,
        string source,
        double size,
        double ascent,
        double descent,
        bool gap = false
    ) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"@font-face{{font-family:{family};src:{source};size-adjust:{size}%;ascent-override:{ascent}%;descent-override:{descent}%{(gap ? ";line-gap-override:0%" : "")}}}\n"
        );
}
