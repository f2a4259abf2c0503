namespace FunctionsPipeline.Sources;

/// <summary>Tells staff about sources. What was told is not told again: the same notice may come any number of times.</summary>
public interface ISourceNotices
{
    Task NotifyAsync(SourceNotice notice, CancellationToken cancellationToken);
}

/// <param name="Id">Of the source in the settings.</param>
/// <param name="Name">What readers call the source.</param>
/// <param name="Address">Of the feed, host and path.</param>
/// <param name="Since">Since when it is so.</param>
public sealed record SourceNotice(SourceNoticeKind Kind, string Id, string Name, string Address, DateTimeOffset Since)
{
    /// <summary>Null where there is none.</summary>
    public SourceTrouble? Trouble { get; init; }

    /// <summary>The HTTP status of the trouble; null for none.</summary>
    public int? Status { get; init; }

    /// <summary>For how many whole weeks it has failed: staff hear of it once in each.</summary>
    public int Week { get; init; }

    /// <summary>Host and path; null unless the feed moved.</summary>
    public string? NewAddress { get; init; }
}

public enum SourceNoticeKind
{
    /// <summary>It could not be read for a day.</summary>
    Failing,

    /// <summary>After staff were told that it fails, it could be read again.</summary>
    Recovered,

    /// <summary>Its server says that it has another address for good. It is read there.</summary>
    Moved,

    /// <summary>Its server says that it will not come back. It is not read any more.</summary>
    Gone,
}
