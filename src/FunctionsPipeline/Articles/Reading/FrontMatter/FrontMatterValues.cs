namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>What an author wrote above the article; null or empty where nothing was written.</summary>
internal sealed record FrontMatterValues
{
    public string? Title { get; set; }

    public Slug? Slug { get; set; }

    public WrittenDate? Date { get; set; }

    public int? DateLine { get; set; }

    public WrittenDate? Updated { get; set; }

    public WrittenDate? PublishAt { get; set; }

    public bool Draft { get; set; }

    public List<string> Tags { get; } = [];

    public string? Summary { get; set; }

    public string? Author { get; set; }

    public string? Image { get; set; }

    public string? ImageAlt { get; set; }

    public int? ImageLine { get; set; }

    public string? Language { get; set; }

    public string? Canonical { get; set; }

    /// <summary>Former addresses: paths without a slash at either end.</summary>
    public List<string> Aliases { get; } = [];

    public bool? Newsletter { get; set; }

    public string? ReviewedBy { get; set; }

    public DateOnly? LastReviewed { get; set; }

    public DateOnly? ReviewBy { get; set; }

    public int? ReviewByLine { get; set; }

    public List<Reference> References { get; } = [];

    public Dictionary<string, string> TargetTexts { get; } = new(StringComparer.OrdinalIgnoreCase);
}
