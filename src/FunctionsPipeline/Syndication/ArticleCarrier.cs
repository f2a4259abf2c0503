using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Terms;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Syndication;

/// <summary>
/// Carries one article to one target, once. README.md has the states of the ledger and why a death or a repeat anywhere
/// makes no second copy.
/// </summary>
public sealed partial class ArticleCarrier(
    IBlobStore store,
    IMessageQueue queue,
    ISiteSettingsSource settings,
    SyndicationTargets targets,
    ReportedCopies reports,
    TimeProvider time,
    ILogger<ArticleCarrier> logger
)
{
    private readonly CopyRecords _copies = new(store, new ReportStore(store, logger));
    private readonly TargetRecords _records = new(store, time);

    /// <summary>Handles one message of the queue <c>syndication</c>.</summary>
    /// <exception cref="StorageException">Storage failed in passing: the message should come again.</exception>
    /// <exception cref="JsonException">Not a message of ours.</exception>
    public Task CarryAsync(string message, CancellationToken cancellationToken) =>
        CarryAsync(
            JsonSerializer.Deserialize(message, SyndicationJson.Compact.SyndicationRequest)
                ?? throw new JsonException("The message is null."),
            cancellationToken
        );

    public async Task CarryAsync(SyndicationRequest request, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (
            !Slug.TryParse(request.Slug, out var slug)
            || site.Targets.FirstOrDefault(t => t.Name == request.Target) is not { } target
            || targets.Find(target) is not { } kind
        )
        {
            LogUnknown();
            return;
        }
        if (
            await new CatalogStore(store).FindAsync(slug, cancellationToken) is not { } article
            || !SyndicationRequests.Concerns(target, article)
        )
            return;

        var record = await _records.SeeAsync(target.Name, cancellationToken);
        if (request.Again && record.UnwantedWith is not null)
            record = await _records.ReviveAsync(target.Name, cancellationToken);
        var place = await _copies.FindAsync(article, target.Name, cancellationToken);
        var delivery = new Delivery
        {
            Settings = site,
            Target = target,
            Article = article,
            Round = request.Round,
            Store = store,
            Secret = targets.SecretOf(target),
        };
        var hash = HashOf(kind, delivery);
        var now = time.GetUtcNow();
        switch (Decision.Of(request, kind, target, record, article, place.Record, hash, now))
        {
            case { Go: true }:
                await AttemptAsync(request, kind, delivery, place, hash, cancellationToken);
                return;
            case { Wait: { } wait }:
                await SyndicationRequests.SendAsync(queue, request, wait + Spread(slug), cancellationToken);
                break;
        }
        if (place.Record is { } entry)
            await reports.ShowAsync(entry, article, site, cancellationToken);
    }

    private async Task AttemptAsync(
        SyndicationRequest request,
        ISyndicationTarget kind,
        Delivery delivery,
        CopyPlace place,
        string hash,
        CancellationToken cancellationToken
    )
    {
        var claimed = await place.WriteAsync(Claim(delivery, place.Record, hash, request.Again), cancellationToken);
        var outcome = await CallAsync(kind, delivery with { Copy = claimed.Record! }, cancellationToken);

        // The call was made: its result is written even if the process is asked to stop.
        var none = CancellationToken.None;
        if (outcome is Outcome.Unwanted)
            await _records.EndAsync(delivery.Target, none);
        var after = After(claimed.Record!, outcome);
        if (outcome is Outcome.Postponed { WholeTarget: true } && after.NotBefore is { } until)
            await _records.PauseAsync(delivery.Target.Name, until, none);
        await claimed.WriteAsync(after, none);
        LogOutcome(delivery.Article.Slug, delivery.Target.Name, after.State, after.Problem, after.Status);
        // In this order: without a message, the record would wait for ever. If the process dies in between, this
        // message is delivered again.
        if (after.NotBefore is { } notBefore)
            await SyndicationRequests.SendAsync(
                queue,
                request with
                {
                    Again = false,
                },
                notBefore - time.GetUtcNow(),
                none
            );
        await reports.ShowAsync(after, delivery.Article, delivery.Settings, none);
    }

    private async Task<Outcome> CallAsync(
        ISyndicationTarget kind,
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        if (kind.NeedsSecret && delivery.Secret is null)
            return new Outcome.Refused(Problem.Secret);
        using var limit = new CancellationTokenSource(RetryTimes.Attempt, time);
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        await using var asked = cancellationToken.Register(() => stop.CancelAfter(RetryTimes.AfterStop));
        try
        {
            return await kind.CarryAsync(delivery, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome.Postponed(Problem.NoAnswer, MayHaveHappened: true);
        }
    }

    /// <summary>What is stored before the call: all that a repeat of it needs.</summary>
    private CopyRecord Claim(Delivery delivery, CopyRecord? before, string hash, bool again)
    {
        var now = time.GetUtcNow();
        var sameVersion = before is not null && before.Hash == hash;
        // The worker that claimed it before died, or its answer was lost.
        var uncertain = before is { Carried: null } && (before.Uncertain || before.State == CopyRecordState.Sending);
        var copyKey = before?.CopyKey ?? KeyOf(delivery, "copy");
        var version = (before?.Version ?? 0) + (sameVersion ? 0 : 1);
        return (before ?? CopyRecord.None) with
        {
            Slug = delivery.Article.Slug,
            Target = delivery.Target.Name,
            Source = delivery.Article.Source,
            SourceETag = delivery.Article.SourceETag,
            State = CopyRecordState.Sending,
            Hash = hash,
            Version = version,
            VersionKey = sameVersion ? before!.VersionKey : KeyOf(delivery, $"version {version} {hash}"),
            CopyKey = copyKey,
            CopyTried = before?.CopyTried ?? now,
            VersionTried = sameVersion && !again && before!.State != CopyRecordState.Failed ? before.VersionTried : now,
            Attempts = sameVersion && !again && before!.State != CopyRecordState.Failed ? before.Attempts + 1 : 1,
            ClaimedUntil = now + RetryTimes.Claim,
            NotBefore = null,
            Uncertain = uncertain,
            MixedVersions = uncertain && (before!.MixedVersions || !sameVersion),
            Problem = null,
            Status = null,
        };
    }

    private CopyRecord After(CopyRecord claimed, Outcome outcome)
    {
        var now = time.GetUtcNow();
        var entry = claimed with { ClaimedUntil = null };
        return outcome switch
        {
            Outcome.Carried carried => entry with
            {
                State = CopyRecordState.Carried,
                Carried = entry.Carried ?? now,
                RemoteId = carried.RemoteId ?? entry.RemoteId,
                Link = Addresses.PublicLink(carried.Link) ?? entry.Link,
                Uncertain = false,
                MixedVersions = false,
            },
            Outcome.Refused refused => Failed(entry, refused.Problem, refused.Status),
            Outcome.Unwanted => Failed(entry, Problem.Unwanted, 410),
            Outcome.Postponed postponed => Postpone(entry, postponed, now),
            _ => throw new InvalidOperationException($"No one has said what to do about {outcome}."),
        };
    }

    private static CopyRecord Failed(CopyRecord entry, Problem problem, int? status) =>
        entry with
        {
            State = CopyRecordState.Failed,
            Problem = problem,
            Status = status,
        };

    private static CopyRecord Postpone(CopyRecord entry, Outcome.Postponed outcome, DateTimeOffset now)
    {
        entry = entry with { Uncertain = entry.Carried is null && (entry.Uncertain || outcome.MayHaveHappened) };
        // A rate limit says nothing about this article: it does not use up its attempts.
        var pause =
            outcome.Problem == Problem.RateLimited
                ? outcome.After ?? RetryTimes.UnspokenPause
                : RetryTimes.After(entry.Attempts);
        if (pause is not { } least || now - entry.VersionTried > RetryTimes.AtMost)
            return Failed(entry, outcome.Problem, outcome.Status);
        return entry with
        {
            State = CopyRecordState.Waiting,
            Attempts = outcome.Problem == Problem.RateLimited ? entry.Attempts - 1 : entry.Attempts,
            NotBefore = now + (outcome.After > least ? outcome.After.Value : least),
            Problem = outcome.Problem,
            Status = outcome.Status,
        };
    }

    private static string HashOf(ISyndicationTarget kind, Delivery delivery) =>
        Sha256Hex.Of(string.Join('\0', kind.Shown(delivery)));

    /// <summary>Made from what it names, so that it is the same even if the ledger were lost.</summary>
    private static string KeyOf(Delivery delivery, string what) =>
        Sha256Hex.Of(
            $"{delivery.Settings.Url}\n{delivery.Target.Name}\n{delivery.Article.Source}\n{delivery.Article.Slug}\n{what}",
            16
        );

    /// <summary>Many wait for the same moment: they come one after the other instead.</summary>
    private static TimeSpan Spread(Slug slug) =>
        TimeSpan.FromMilliseconds(SHA256.HashData(Encoding.UTF8.GetBytes(slug.Value))[0] * 100);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A message asks for an article or a target that there is not."
    )]
    private partial void LogUnknown();

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Article {Slug} at target {Target}: {State}, {Problem} {Status}."
    )]
    private partial void LogOutcome(string slug, string target, CopyRecordState state, Problem? problem, int? status);
}
