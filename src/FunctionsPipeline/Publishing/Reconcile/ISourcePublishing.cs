namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>What the reconcile pass asks of publishing when a drop, a deletion or a due date was missed.</summary>
public interface ISourcePublishing
{
    /// <summary>
    /// Does what the drop of this blob does, also where nothing about the source has changed: a scheduled article may be
    /// due, an image may have come, a page may be gone.
    /// </summary>
    /// <param name="source">The blob's name in <c>articles</c>. Nothing happens if it is not there.</param>
    Task PublishAsync(string source, CancellationToken cancellationToken);

    /// <summary>
    /// The source was deleted: its article becomes <c>Removed</c>, its page goes once nothing links to it.
    /// </summary>
    Task RemoveAsync(string source, CancellationToken cancellationToken);
}
