namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>How much front matter may hold, in any of its formats.</summary>
internal static class FrontMatterLimits
{
    /// <summary>Of a file's front matter as text.</summary>
    public const int Characters = 64 * 1024;

    /// <summary>Deeper than any front matter that was ever meant.</summary>
    public const int Depth = 8;

    /// <summary>Keys of one map.</summary>
    public const int Entries = 200;

    /// <summary>Tags, former addresses, names, texts for other sites.</summary>
    public const int Values = 30;

    public const int References = 200;
}
