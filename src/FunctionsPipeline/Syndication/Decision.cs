using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Syndication;

/// <summary>What to do about one message.</summary>
/// <param name="Go">Call the target.</param>
/// <param name="Wait">Look again after that long; null with <paramref name="Go"/> false: leave it.</param>
internal readonly record struct Decision(bool Go, TimeSpan? Wait)
{
    private static Decision Leave => default;

    public static Decision Of(
        SyndicationRequest request,
        ISyndicationTarget kind,
        TargetSettings target,
        TargetRecord record,
        CatalogEntry article,
        CopyRecord? copy,
        string hash,
        DateTimeOffset now
    )
    {
        if (record.IsUnwanted(target) || !IsWorth(request, kind, record, article, copy, hash))
            return Leave;
        return At(
            copy switch
            {
                { State: CopyRecordState.Sending } => copy.ClaimedUntil,
                { State: CopyRecordState.Waiting } when !request.Again && copy.Hash == hash => copy.NotBefore,
                _ => null,
            },
            record,
            now
        );
    }

    /// <summary>What to do about a copy whose article went off the site, or whose withdrawal has begun.</summary>
    public static Decision OfWithdrawal(
        SyndicationRequest request,
        TargetSettings target,
        TargetRecord record,
        CatalogEntry article,
        CopyRecord copy,
        DateTimeOffset now
    )
    {
        var isRefused =
            copy is { Withdrawing: true, State: CopyRecordState.Failed }
            && !request.Again
            && copy.SourceETag == article.SourceETag;
        if (record.IsUnwanted(target) || !copy.MayBeThere || isRefused)
            return Leave;
        return At(
            copy switch
            {
                { State: CopyRecordState.Sending } => copy.ClaimedUntil,
                { State: CopyRecordState.Waiting, Withdrawing: true } when !request.Again => copy.NotBefore,
                _ => null,
            },
            record,
            now
        );
    }

    private static Decision At(DateTimeOffset? until, TargetRecord record, DateTimeOffset now)
    {
        if (record.NotBefore > (until ?? now))
            until = record.NotBefore;
        return until > now ? new Decision(false, until - now) : new Decision(true, null);
    }

    private static bool IsWorth(
        SyndicationRequest request,
        ISyndicationTarget kind,
        TargetRecord record,
        CatalogEntry article,
        CopyRecord? copy,
        string hash
    )
    {
        if (copy is null or { State: CopyRecordState.Withdrawn })
            return request.Again || SyndicationRequests.IsNewsFor(article, record.Since);
        if (copy.Hash != hash)
            return copy.Carried is null || kind.Updates;
        return copy.State switch
        {
            CopyRecordState.Carried => false,
            CopyRecordState.Failed => request.Again || copy.SourceETag != article.SourceETag,
            _ => true,
        };
    }
}
