namespace FunctionsPipeline.Syndication.Copies;

/// <summary>What is stored after a call.</summary>
internal static class CopyOutcomes
{
    public static CopyRecord After(CopyRecord claimed, Outcome outcome, DateTimeOffset now)
    {
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
            Outcome.Withdrawn => entry with
            {
                State = CopyRecordState.Withdrawn,
                Carried = null,
                RemoteId = null,
                Link = null,
                Withdrawing = false,
                MaybeGone = false,
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
        entry = entry.Withdrawing
            ? entry with
            {
                MaybeGone = entry.MaybeGone || outcome.MayHaveHappened,
            }
            : entry with
            {
                Uncertain = entry.Carried is null && (entry.Uncertain || outcome.MayHaveHappened),
            };
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
}
