using System.Text.Json.Serialization;

namespace FunctionsPipeline.Catalog.Reports;

/// <summary>Where else an article is, as its report shows it.</summary>
/// <param name="Target">The target's name in <c>site.yml</c>.</param>
/// <param name="Link">The copy's address; null if it has none.</param>
/// <param name="Problem">What went wrong last, in words; null if nothing.</param>
/// <param name="Fix">What to do about it, in words.</param>
public sealed record ReportedCopy(string Target, CopyState State, string? Link, string? Problem, string? Fix)
{
    /// <summary>A hub or a webhook holds no copy that people could look at.</summary>
    [JsonIgnore]
    public bool IsTold => State == CopyState.There && Link is null;
}

public enum CopyState
{
    There,
    Waiting,

    /// <summary>It could not be carried there, or not be brought up to date.</summary>
    Failed,

    /// <summary>It was taken away there, because the article went off the site.</summary>
    Withdrawn,

    /// <summary>It should have been taken away there, and could not be.</summary>
    Remains,
}
