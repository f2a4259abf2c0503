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
/// Brings one target in step with one article: carries it there, once, or takes its copy away. README.md has the states of
/// the ledger and why a death or a repeat anywhere makes no second copy.
/// </summary>
public sealed partial class ArticleCarrier
{
    private readonly IBlobStore _store;
    private readonly IMessageQueue _queue;
    private readonly ISiteSettingsSource _settings;
    private readonly SyndicationTargets _targets;
    private readonly ReportedCopies _reports;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CopyRecords _copies;
    private readonly TargetRecords _records;
    private readonly CopyAttempts _attempts;

    public ArticleCarrier(
        IBlobStore store,
        IMessageQueue queue,
        ISiteSettingsSource settings,
        SyndicationTargets targets,
        ReportedCopies reports,
        TimeProvider time,
        ILogger<ArticleCarrier> logger
    )
    {
        (_store, _queue, _settings, _targets) = (store, queue, settings, targets);
        (_reports, _time, _logger) = (reports, time, logger);
        _copies = new CopyRecords(store, new ReportStore(store, logger));
        _records = new TargetRecords(store, time);
        _attempts = new CopyAttempts(queue, _records, reports, time, logger);
    }

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
        var site = await _settings.GetAsync(cancellationToken);
        if (
            !Slug.TryParse(request.Slug, out var slug)
            || site.Targets.FirstOrDefault(t => t.Name == request.Target) is not { } target
            || _targets.Find(target) is not { } kind
        )
        {
            LogUnknown();
            return;
        }
        if (await new CatalogStore(_store).FindAsync(slug, cancellationToken) is not { } article)
            return;
        var isLive = article.Status == CatalogStatus.Published;
        if (isLive ? !SyndicationRequests.Concerns(target, article) : !request.Withdraw || !kind.Withdraws)
            return;

        var record = await _records.SeeAsync(target.Name, cancellationToken);
        if (request.Again && record.UnwantedWith is not null)
            record = await _records.ReviveAsync(target.Name, cancellationToken);
        var delivery = new Delivery
        {
            Settings = site,
            Target = target,
            Article = article,
            Round = request.Round,
            Store = _store,
            Secret = _targets.SecretOf(target),
        };
        if (isLive)
            await CarryAsync(request, kind, delivery, record, cancellationToken);
        else if (await _copies.FindLeftAsync(slug, target.Name, cancellationToken) is { Record: { } copy } place)
            // The file that the copy was made of, in case that another, unpublished one has the address now.
            await WithdrawAsync(
                request,
                kind,
                delivery with
                {
                    Article = article with { Source = copy.Source },
                },
                record,
                place,
                cancellationToken
            );
    }

    private async Task CarryAsync(
        SyndicationRequest request,
        ISyndicationTarget kind,
        Delivery delivery,
        TargetRecord record,
        CancellationToken cancellationToken
    )
    {
        var place = await _copies.FindAsync(delivery.Article, delivery.Target.Name, cancellationToken);
        if (place.Record is { Withdrawing: true } withdrawing)
        {
            if (withdrawing.MaybeGone || withdrawing.State == CopyRecordState.Sending)
            {
                // The article came back while it is unknown whether its copy is there: the copy goes, and another is made.
                if (await WithdrawAsync(request, kind, delivery, record, place, cancellationToken))
                    await SyndicationRequests.SendAsync(_queue, request, TimeSpan.Zero, cancellationToken);
                return;
            }
            place = await place.WriteAsync(withdrawing.Kept(), cancellationToken);
        }
        var (hash, now) = (HashOf(kind, delivery), _time.GetUtcNow());
        var decision = Decision.Of(request, kind, delivery.Target, record, delivery.Article, place.Record, hash, now);
        if (decision.Go)
            await _attempts.RunAsync(
                request,
                kind,
                delivery,
                place,
                CopyClaims.ToCarry(delivery, place.Record, hash, request.Again, now),
                cancellationToken
            );
        else
            await PutOffAsync(decision, request, delivery, place, cancellationToken);
    }

    /// <returns>True if the copy is gone now.</returns>
    private async Task<bool> WithdrawAsync(
        SyndicationRequest request,
        ISyndicationTarget kind,
        Delivery delivery,
        TargetRecord record,
        CopyPlace place,
        CancellationToken cancellationToken
    )
    {
        var (copy, now) = (place.Record!, _time.GetUtcNow());
        var decision = Decision.OfWithdrawal(request, delivery.Target, record, delivery.Article, copy, now);
        if (!decision.Go)
        {
            await PutOffAsync(decision, request, delivery, place, cancellationToken);
            return false;
        }
        var after = await _attempts.RunAsync(
            request,
            kind,
            delivery,
            place,
            CopyClaims.ToWithdraw(delivery, copy, request.Again, now),
            cancellationToken
        );
        return after.State == CopyRecordState.Withdrawn;
    }

    private async Task PutOffAsync(
        Decision decision,
        SyndicationRequest request,
        Delivery delivery,
        CopyPlace place,
        CancellationToken cancellationToken
    )
    {
        if (decision.Wait is { } wait)
            await SyndicationRequests.SendAsync(_queue, request, wait + Spread(request.Slug), cancellationToken);
        if (place.Record is { } entry)
            await _reports.ShowAsync(entry, delivery.Article, delivery.Settings, cancellationToken);
    }

    private static string HashOf(ISyndicationTarget kind, Delivery delivery) =>
        Sha256Hex.Of(string.Join('\0', kind.Shown(delivery)));

    /// <summary>Many wait for the same moment: they come one after the other instead.</summary>
    private static TimeSpan Spread(string slug) =>
        TimeSpan.FromMilliseconds(SHA256.HashData(Encoding.UTF8.GetBytes(slug))[0] * 100);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A message asks for an article or a target that there is not."
    )]
    private partial void LogUnknown();
}
