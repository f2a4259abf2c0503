namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// How a person stands where a file comes from. Of several columns the highest value counts: it is the most careful reading.
/// </summary>
internal enum Standing
{
    /// <summary>Gets mail there, or the file does not say otherwise.</summary>
    Subscribed,

    /// <summary>A column that must say how a person stands is empty.</summary>
    Missing,

    /// <summary>Never confirmed the subscription.</summary>
    Unconfirmed,

    /// <summary>
    /// Gets no mail for a reason that is neither of the next three: blocked, suppressed, inactive, on hold.
    /// </summary>
    Blocked,

    /// <summary>Unsubscribed, opted out, was deleted.</summary>
    Left,

    /// <summary>Mail to the address did not arrive.</summary>
    Bounced,

    /// <summary>Reported mail as spam.</summary>
    Complained,

    /// <summary>The text is not known: the import must stop.</summary>
    Unknown,
}
