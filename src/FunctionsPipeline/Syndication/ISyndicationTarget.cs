namespace FunctionsPipeline.Syndication;

/// <summary>
/// One kind of place that articles are carried to. Knows how to say it there, and how to say it only once.
/// </summary>
/// <remarks>Holds nothing of an article: what must outlive a call is in the ledger, written before the call.</remarks>
public interface ISyndicationTarget
{
    /// <summary>What <c>type:</c> in <c>site.yml</c> says, in small letters.</summary>
    string Type { get; }

    /// <summary>True: nothing can be done without <c>Targets__&lt;name&gt;__Secret</c>.</summary>
    bool NeedsSecret { get; }

    /// <summary>True: an article that changes is carried again, to the copy that is there.</summary>
    bool Updates { get; }

    /// <summary>True: a copy is taken away when its article goes off the site.</summary>
    bool Withdraws { get; }

    /// <summary>Reads its options, with a finding for each mistake.</summary>
    void Check(TargetOptions options);

    /// <summary>
    /// Everything of the article and the settings that the copy shows. When none of it has changed, nothing is done.
    /// Must not depend on what a remote server says today.
    /// </summary>
    IEnumerable<string?> Shown(Delivery delivery);

    /// <summary>
    /// Makes the copy, or brings it up to date. May be called again after any outcome, a lost one included
    /// (<see cref="Copies.CopyRecord.Uncertain"/>), and must not make a second copy then.
    /// </summary>
    Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the copy away. May be called again after any outcome; a copy that is not there is a success. Called only if
    /// <see cref="Withdraws"/>, and the article's text may be gone. Where <see cref="Copies.CopyRecord.RemoteId"/> is null it
    /// is not known whether there is a copy.
    /// </summary>
    Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Finds out whether the target accepts the secret. Makes and changes nothing there.</summary>
    Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken);
}
