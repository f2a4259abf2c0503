using FunctionsPipeline.Articles;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Syndication.Ledger;

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
        LedgerEntry? ledger,
        string hash,
        DateTimeOffset now
    )
    {
        if (record.IsUnwanted(target) || !IsWorth(request, kind, record, article, ledger, hash))
            return Leave;
        DateTimeOffset? until = ledger switch
        {
            { State: LedgerState.Sending } => ledger.ClaimedUntil,
            { State: LedgerState.Waiting } when !request.Again && ledger.Hash == hash => ledger.NotBefore,
            _ => null,
        };
        if (record.NotBefore > (until ?? now))
            until = record.NotBefore;
        return until > now ? new Decision(false, until - now) : new Decision(true, null);
    }

    private static bool IsWorth(
        SyndicationRequest request,
        ISyndicationTarget kind,
        TargetRecord record,
        CatalogEntry article,
        LedgerEntry? ledger,
        string hash
    )
    {
        if (ledger is null)
            return request.Again || SyndicationRequests.IsNewsFor(article, record.Since);
        if (ledger.Hash != hash)
            return ledger.Carried is null || kind.Updates;
        return ledger.State switch
        {
            LedgerState.Carried => false,
            LedgerState.Failed => request.Again || ledger.SourceETag != article.SourceETag,
            _ => true,
        };
    }
}
