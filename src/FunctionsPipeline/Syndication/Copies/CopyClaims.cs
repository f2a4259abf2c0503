using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Syndication.Copies;

/// <summary>What is stored before a call: all that a repeat of it needs.</summary>
internal static class CopyClaims
{
    /// <param name="before">Null if the article has no copy there yet.</param>
    public static CopyRecord ToCarry(Delivery delivery, CopyRecord? before, string hash, bool again, DateTimeOffset now)
    {
        // After a withdrawal the copy is another one, with keys of its own: a target remembers those of the first.
        var isFirst = before is null or { State: CopyRecordState.Withdrawn };
        var sameVersion = !isFirst && before!.Hash == hash;
        var version = (before?.Version ?? 0) + (sameVersion ? 0 : 1);
        // The worker that claimed it before died, or its answer was lost.
        var uncertain = before is { Carried: null } && (before.Uncertain || before.State == CopyRecordState.Sending);
        return Claim(delivery, before, sameVersion && !again, now) with
        {
            Hash = hash,
            Version = version,
            VersionKey = sameVersion ? before!.VersionKey : KeyOf(delivery, $"version {version} {hash}"),
            CopyKey = isFirst ? KeyOf(delivery, version == 1 ? "copy" : $"copy {version}") : before!.CopyKey,
            CopyTried = isFirst ? now : before!.CopyTried,
            Withdrawing = false,
            Uncertain = uncertain,
            MixedVersions = uncertain && (before!.MixedVersions || !sameVersion),
        };
    }

    public static CopyRecord ToWithdraw(Delivery delivery, CopyRecord before, bool again, DateTimeOffset now)
    {
        var wasCalled = before.State == CopyRecordState.Sending;
        var version = before.Version + (before.Withdrawing ? 0 : 1);
        return Claim(delivery, before, before.Withdrawing && !again, now) with
        {
            Version = version,
            VersionKey = before.Withdrawing ? before.VersionKey : KeyOf(delivery, $"version {version} withdrawn"),
            Withdrawing = true,
            Uncertain = before.Carried is null && (before.Uncertain || (wasCalled && !before.Withdrawing)),
            MaybeGone = before.MaybeGone || (wasCalled && before.Withdrawing),
        };
    }

    /// <param name="continues">True if earlier attempts count, unless they ended in a failure.</param>
    private static CopyRecord Claim(Delivery delivery, CopyRecord? before, bool continues, DateTimeOffset now)
    {
        continues = continues && before!.State != CopyRecordState.Failed;
        return (before ?? CopyRecord.None) with
        {
            Slug = delivery.Article.Slug,
            Target = delivery.Target.Name,
            Source = delivery.Article.Source,
            SourceETag = delivery.Article.SourceETag,
            State = CopyRecordState.Sending,
            VersionTried = continues ? before!.VersionTried : now,
            Attempts = continues ? before!.Attempts + 1 : 1,
            ClaimedUntil = now + RetryTimes.Claim,
            NotBefore = null,
            Problem = null,
            Status = null,
        };
    }

    /// <summary>Made from what it names, so that it is the same even if the ledger were lost.</summary>
    private static string KeyOf(Delivery delivery, string what) =>
        Sha256Hex.Of(
            $"{delivery.Settings.Url}\n{delivery.Target.Name}\n{delivery.Article.Source}\n{delivery.Article.Slug}\n{what}",
            16
        );
}
