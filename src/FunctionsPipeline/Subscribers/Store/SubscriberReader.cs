using System.Text.Json;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>Reads the line of one subscriber. What it does not know it passes over: a later version wrote it.</summary>
internal static class SubscriberReader
{
    /// <param name="pool">Texts that many records share, so that each is held once.</param>
    public static Subscriber Read(ReadOnlySpan<byte> line, TextPool pool)
    {
        var json = new Utf8JsonReader(line);
        SubscriberId id = default;
        string address = "";
        string? name = null,
            language = null;
        IReadOnlyList<Subscription> subscriptions = [];
        IReadOnlyList<string> topics = [],
            changes = [];
        var frequency = Frequency.AsScheduled;
        DateTimeOffset? paused = null;
        IReadOnlyList<PendingRequest> pending = [];
        Suppression? suppressed = null;
        IReadOnlyList<SoftBounce> softBounces = [];
        AccessGrant? access = null;
        json.Read();
        while (json.NextName())
        {
            switch (json.Letter())
            {
                case ShardField.Id:
                    id = SubscriberId.Parse(json.ReadText());
                    break;
                case ShardField.Address:
                    address = json.ReadText();
                    break;
                case ShardField.Name:
                    name = json.ReadText();
                    break;
                case ShardField.Language:
                    language = pool.Read(ref json);
                    break;
                case ShardField.Subscriptions:
                    subscriptions = Subscriptions(ref json, pool);
                    break;
                case ShardField.Topics:
                    topics = json.ReadTexts(pool);
                    break;
                // A choice that is no longer offered is every issue.
                case ShardField.Frequency:
                    frequency = Enum.TryParse<Frequency>(json.ReadText(), out var choice)
                        ? choice
                        : Frequency.AsScheduled;
                    break;
                case ShardField.PausedUntil:
                    paused = json.ReadTime();
                    break;
                case ShardField.Pending:
                    pending = Pending(ref json, pool);
                    break;
                case ShardField.SinglePending:
                    json.Read();
                    pending = [Request(ref json, pool)];
                    break;
                case ShardField.Suppressed:
                    suppressed = Suppressed(ref json);
                    break;
                case ShardField.SoftBounces:
                    softBounces = Bounces(ref json);
                    break;
                case ShardField.Access:
                    access = Access(ref json);
                    break;
                case ShardField.Changes:
                    changes = json.ReadTexts(pool: null);
                    break;
                default:
                    json.PassOver();
                    break;
            }
        }
        return new Subscriber
        {
            Id = id,
            Address = address,
            Name = name,
            Language = language,
            Subscriptions = subscriptions,
            Topics = topics,
            Frequency = frequency,
            PausedUntil = paused,
            Pending = pending,
            Suppressed = suppressed,
            SoftBounces = softBounces,
            Access = access,
            Changes = changes,
        };
    }

    private static List<Subscription> Subscriptions(ref Utf8JsonReader json, TextPool pool)
    {
        var all = new List<Subscription>(1);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            string newsletter = "",
                evidence = "";
            var basis = ConsentBasis.Express;
            DateTimeOffset given = default;
            DateTimeOffset? left = null;
            var reason = DepartureReason.Left;
            while (json.NextName())
            {
                switch (json.Letter())
                {
                    case ShardField.Newsletter:
                        newsletter = pool.Read(ref json);
                        break;
                    case ShardField.Basis:
                        basis = Enum.Parse<ConsentBasis>(json.ReadText());
                        break;
                    case ShardField.Time:
                        given = json.ReadTime();
                        break;
                    case ShardField.Evidence:
                        evidence = pool.Read(ref json, Subscription.ImportPrefix);
                        break;
                    case ShardField.Left:
                        left = json.ReadTime();
                        break;
                    case ShardField.Reason:
                        reason = Enum.Parse<DepartureReason>(json.ReadText());
                        break;
                    default:
                        json.PassOver();
                        break;
                }
            }
            all.Add(
                new Subscription
                {
                    Newsletter = newsletter,
                    Basis = basis,
                    ConsentedAt = given,
                    Evidence = evidence,
                    Left = left is { } at ? new Departure(at, reason) : null,
                }
            );
        }
        return all;
    }

    private static List<PendingRequest> Pending(ref Utf8JsonReader json, TextPool pool)
    {
        var all = new List<PendingRequest>(1);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            all.Add(Request(ref json, pool));
        return all;
    }

    private static PendingRequest Request(ref Utf8JsonReader json, TextPool pool)
    {
        string id = "";
        DateTimeOffset at = default;
        IReadOnlyList<string> newsletters = [];
        string? name = null,
            language = null;
        while (json.NextName())
        {
            switch (json.Letter())
            {
                case ShardField.Id:
                    id = json.ReadText();
                    break;
                case ShardField.Time:
                    at = json.ReadTime();
                    break;
                case ShardField.Newsletter:
                    newsletters = json.ReadTexts(pool);
                    break;
                case ShardField.Name:
                    name = json.ReadText();
                    break;
                case ShardField.Language:
                    language = pool.Read(ref json);
                    break;
                default:
                    json.PassOver();
                    break;
            }
        }
        return new PendingRequest(id, at, newsletters, name, language);
    }

    private static Suppression Suppressed(ref Utf8JsonReader json)
    {
        var (reason, at) = (DepartureReason.Bounced, default(DateTimeOffset));
        json.Read();
        while (json.NextName())
        {
            switch (json.Letter())
            {
                case ShardField.Reason:
                    reason = Enum.Parse<DepartureReason>(json.ReadText());
                    break;
                case ShardField.Time:
                    at = json.ReadTime();
                    break;
                default:
                    json.PassOver();
                    break;
            }
        }
        return new Suppression(at, reason);
    }

    private static List<SoftBounce> Bounces(ref Utf8JsonReader json)
    {
        var all = new List<SoftBounce>(1);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var (id, at) = ("", default(DateTimeOffset));
            while (json.NextName())
            {
                switch (json.Letter())
                {
                    case ShardField.Hash:
                        id = json.ReadText();
                        break;
                    case ShardField.Time:
                        at = json.ReadTime();
                        break;
                    default:
                        json.PassOver();
                        break;
                }
            }
            all.Add(new SoftBounce(id, at));
        }
        return all;
    }

    private static AccessGrant Access(ref Utf8JsonReader json)
    {
        var (secret, until) = ("", default(DateTimeOffset));
        json.Read();
        while (json.NextName())
        {
            switch (json.Letter())
            {
                case ShardField.Hash:
                    secret = json.ReadText();
                    break;
                case ShardField.Until:
                    until = json.ReadTime();
                    break;
                default:
                    json.PassOver();
                    break;
            }
        }
        return new AccessGrant(secret, until);
    }
}
