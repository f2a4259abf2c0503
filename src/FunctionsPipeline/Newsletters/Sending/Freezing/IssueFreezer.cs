using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Newsletters.Sending.Freezing;

/// <summary>
/// Rule S12: everything is written under <c>plan-&lt;n&gt;/</c>, and one compare-and-swap on the issue names the plan that
/// counts. A process that dies leaves a folder that is never read.
/// </summary>
internal sealed class IssueFreezer(
    SendingLedger ledger,
    Agenda agenda,
    SendingHalt halt,
    SuppressionPull pull,
    IAudience audience,
    IOptions<SendingOptions> options,
    TimeProvider time
) : IIssueFreezer
{
    private const int MaxWaves = 7;

    public async Task<Answer<IssueRecord>> FreezeAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        var document = ledger.Issue(draft.Id);
        if (await FindPlannedAsync(document, cancellationToken) is { } already)
            return already;
        if (await RefusalAsync(draft, cancellationToken) is { } refusal)
            return refusal;

        if (!await pull.BeforePlanAsync(cancellationToken))
            return new Refusal(
                "The provider's suppression lists could not be read for a day: a person who left might get mail."
            );
        // On the agenda first: an issue that exists is always swept.
        await agenda.BumpAsync(draft.Id, cancellationToken);
        await document.UpdateAsync(issue => issue is null ? Planning(draft) : null, cancellationToken);
        var plan = await StartAsync(draft.Id, cancellationToken);
        await ledger.Content(draft.Id, plan).WriteAsync(draft.Content, cancellationToken);
        var manifest = await FreezeRecipientsAsync(draft, plan, cancellationToken);
        await ledger.Manifest(draft.Id, plan).WriteAsync(manifest, cancellationToken);
        await ledger.Store.WriteAsync(
            SendingPaths.Index(draft.Id),
            ReadOnlyMemory<byte>.Empty,
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );

        var named = await document.UpdateAsync(
            issue =>
                issue is null or { State: IssueState.Planning }
                    ? Planned(draft, manifest) with
                    {
                        Stop = issue?.Stop,
                    }
                    : null,
            cancellationToken
        );
        await agenda.BumpAsync(draft.Id, cancellationToken);
        return named!.Value;
    }

    private static async Task<IssueRecord?> FindPlannedAsync(
        JsonDocument<IssueRecord> document,
        CancellationToken cancellationToken
    )
    {
        var stored = await document.ReadAsync(cancellationToken);
        return stored is { Value.State: not IssueState.Planning } ? stored.Value : null;
    }

    private async Task<Refusal?> RefusalAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        if (!Settings.HoldWindow.IsValid(draft.HoldWindow))
            return new Refusal(
                "The hold window must be zero, or 40 minutes to 48 hours: less leaves no time to plan, stage and stop."
            );
        var times = new SendTimes(draft.Due, draft.HoldWindow);
        if (times.Held && time.GetUtcNow() > times.StageFrom)
            return new Refusal(
                $"It is too late to plan for {draft.Due:u}: staging begins {SendTimes.StageLead.TotalMinutes} minutes before. Choose a later time."
            );
        // A first plan may come before the first tick: then the tick is made here.
        var status = await halt.TickAsync(cancellationToken);
        return status.Halt is { } raised
            ? new Refusal($"All sending stands still until a person adopts this copy: {raised.Detail}")
            : null;
    }

    /// <summary>Takes the first number that no planner took.</summary>
    private async Task<int> StartAsync(IssueId id, CancellationToken cancellationToken)
    {
        for (var plan = 1; ; plan++)
        {
            var stamp = System.Text.Encoding.UTF8.GetBytes(ledger.NewId());
            if (
                await ledger.Store.WriteAsync(
                    SendingPaths.PlanStarted(id, plan),
                    stamp,
                    BlobHeaders.Text,
                    WriteCondition.IfAbsent,
                    cancellationToken
                )
                is not null
            )
                return plan;
        }
    }

    /// <summary>Streams the audience into the files of the bundles; holds a few of them at a time.</summary>
    private async Task<PlanManifest> FreezeRecipientsAsync(
        IssueDraft draft,
        int plan,
        CancellationToken cancellationToken
    )
    {
        var bundles = new BundleWriter(
            options.Value,
            (first, list) => ledger.Recipients(draft.Id, plan, first).WriteAsync(list, cancellationToken)
        );
        var excluded = new Dictionary<Exclusion, int>();
        var candidates = 0;
        await foreach (var candidate in audience.EnumerateAsync(draft.Audience, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            candidates++;
            if (candidate.Excluded is { } reason)
                excluded[reason] = excluded.GetValueOrDefault(reason) + 1;
            else
                await bundles.AddAsync(candidate.Id, draft.Content.Serving(candidate.Language));
        }
        await bundles.CompleteAsync();
        return new PlanManifest(
            draft.Id,
            plan,
            candidates,
            excluded,
            bundles.Requests.Sum(),
            bundles.Requests,
            bundles.Languages
        );
    }

    private static IssueRecord Planning(IssueDraft draft) =>
        new()
        {
            Id = draft.Id,
            Newsletter = draft.Newsletter,
            Due = draft.Due,
            HoldWindow = draft.HoldWindow,
            Audience = draft.Audience,
            State = IssueState.Planning,
            Subject = draft.Content.Mail.Subject,
            Articles = draft.Content.Articles,
        };

    private IssueRecord Planned(IssueDraft draft, PlanManifest manifest) =>
        Planning(draft) with
        {
            State = IssueState.Planned,
            Plan = manifest.Plan,
            Candidates = manifest.Candidates,
            Excluded = manifest.Excluded,
            Recipients = manifest.Recipients,
            Requests = manifest.Requests,
            Languages = manifest.Languages,
            BundleSize = options.Value.BundleSize,
            Waves = Waves(draft, manifest),
            PlannedAt = time.GetUtcNow(),
        };

    /// <summary>Waves of up to the wave size; of more, if there would be more than the plans' cancel slots.</summary>
    private IReadOnlyList<WavePlan> Waves(IssueDraft draft, PlanManifest manifest)
    {
        var requests = manifest.Requests.Count;
        if (requests == 0)
            return [];
        var count = Math.Clamp((int)Math.Ceiling(manifest.Recipients / (double)options.Value.WaveSize), 1, MaxWaves);
        var each = (int)Math.Ceiling(requests / (double)count);
        return
        [
            .. Enumerable
                .Range(0, (requests + each - 1) / each)
                .Select(i => new WavePlan(i + 1, draft.Due, (i * each) + 1, Math.Min((i + 1) * each, requests))),
        ];
    }
}
