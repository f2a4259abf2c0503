using FunctionsPipeline.Newsletters.Sending.Waves;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>The stored documents of sending, each bound to its place and its type.</summary>
internal sealed class SendingLedger(IBlobStore store, Nonce nonce)
{
    public IBlobStore Store => store;

    public JsonDocument<SendingStatusRecord> Status =>
        new(store, SendingPaths.Status, SendingJson.Own.SendingStatusRecord);

    public JsonDocument<AgendaRecord> Agenda => new(store, SendingPaths.Agenda, SendingJson.Own.AgendaRecord);

    public JsonDocument<CancelSlotsRecord> CancelSlots =>
        new(store, SendingPaths.CancelSlots, SendingJson.Own.CancelSlotsRecord);

    public JsonDocument<PullRecord> Pull => new(store, SendingPaths.Pull, SendingJson.Own.PullRecord);

    public JsonDocument<IssueRecord> Issue(IssueId id) =>
        new(store, SendingPaths.Issue(id), SendingJson.Own.IssueRecord);

    public JsonDocument<WaveRecord> Wave(IssueId id, int wave) =>
        new(store, SendingPaths.Wave(id, wave), SendingJson.Own.WaveRecord);

    public JsonDocument<RequestRecord> Request(IssueId id, int request) =>
        new(store, SendingPaths.Request(id, request), SendingJson.Own.RequestRecord);

    public JsonDocument<OutcomeRecord> Outcome(IssueId id, int request) =>
        new(store, SendingPaths.Outcome(id, request), SendingJson.Own.OutcomeRecord);

    public JsonDocument<FrozenContent> Content(IssueId id, int plan) =>
        new(store, SendingPaths.Content(id, plan), SendingJson.Own.FrozenContent);

    /// <param name="first">The first request of the bundle.</param>
    public JsonDocument<RecipientList> Recipients(IssueId id, int plan, int first) =>
        new(store, SendingPaths.Recipients(id, plan, first), SendingJson.Own.RecipientList);

    public JsonDocument<PlanManifest> Manifest(IssueId id, int plan) =>
        new(store, SendingPaths.Manifest(id, plan), SendingJson.Own.PlanManifest);

    /// <summary>Writes a wave over the version that was read.</summary>
    /// <returns>Null if another writer was first.</returns>
    public Task<Stored<WaveRecord>?> SwapWaveAsync(
        IssueView view,
        Stored<WaveRecord>? over,
        WaveRecord after,
        CancellationToken cancellationToken
    ) => Wave(view.Id, after.Number).SwapAsync(over, after, cancellationToken);

    public string NewId() => nonce.Next();
}

/// <summary>Short ids for claims. Injected so that a simulated run can be repeated.</summary>
internal class Nonce
{
    public virtual string Next() => Guid.NewGuid().ToString("N")[..12];
}
