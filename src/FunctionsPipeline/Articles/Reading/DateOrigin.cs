namespace FunctionsPipeline.Articles.Reading;

/// <summary>Where an article's own date was found.</summary>
public enum DateOrigin
{
    /// <summary>Nothing was written: the time of the file.</summary>
    FileTime,

    /// <summary>In the file's name, as Jekyll names posts.</summary>
    FileName,

    /// <summary>In the line below the title of a plain text.</summary>
    Byline,

    FrontMatter,
}
