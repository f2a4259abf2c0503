using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Syndication.Mastodon;

/// <summary>
/// A status on a Mastodon account. The server forgets an <c>Idempotency-Key</c> after an hour at most, so after a call
/// whose answer was lost the account's own statuses are looked through for the article's address first.
/// </summary>
internal sealed class MastodonTarget(TargetHttp http, TimeProvider time) : ISyndicationTarget
{
    private const string Instance = "instance";
    private const string Visibility = "visibility";

    /// <summary>What servers have unless they say otherwise.</summary>
    private static readonly PostLimit UsualLimit = new(500, 23);

    private static readonly TimeSpan LimitsKept = TimeSpan.FromDays(1);

    /// <summary>Less than the hour for which keys are kept.</summary>
    private static readonly TimeSpan KeyKept = TimeSpan.FromMinutes(45);

    /// <summary>40 statuses each: an account that wrote more since has to be looked at by a person.</summary>
    private const int MaxPages = 10;

    private readonly ConcurrentDictionary<string, (PostLimit Limit, DateTimeOffset Until)> _limits = new(
        StringComparer.Ordinal
    );

    public string Type => "mastodon";

    public bool NeedsSecret => true;

    public bool Updates => true;

    public bool Withdraws => true;

    public void Check(TargetOptions options)
    {
        options.Address(Instance, "https://mastodon.social");
        options.Choice(Visibility, "public", "unlisted", "private");
    }

    public IEnumerable<string?> Shown(Delivery delivery) =>
        delivery.OwnText is { } own
            ? [own, delivery.Link.AbsoluteUri, LanguageOf(delivery)]
            : [delivery.Article.Title, delivery.Article.Summary, delivery.Link.AbsoluteUri, LanguageOf(delivery)];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var copy = delivery.Copy;
        if (copy.RemoteId is { } id)
            return await UpdateAsync(delivery, id, cancellationToken);
        if (copy.Uncertain)
        {
            var (found, trouble) = await FindAsync(delivery, mayRelyOnKey: true, cancellationToken);
            if (trouble is not null)
                return trouble;
            if (found is not null)
                return copy.MixedVersions
                    ? await UpdateAsync(delivery, found.Id!, cancellationToken)
                    : new Outcome.Carried(found.Id, found.Url);
        }
        var made = await MakeAsync(delivery, cancellationToken);
        // The server may have answered with what it made of an earlier version.
        return copy.MixedVersions && made is Outcome.Carried { RemoteId: { } made1 }
            ? await UpdateAsync(delivery, made1, cancellationToken)
            : made;
    }

    public async Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var id = delivery.Copy.RemoteId;
        if (id is null)
        {
            var (found, trouble) = await FindAsync(delivery, mayRelyOnKey: false, cancellationToken);
            if (found is null)
                return trouble ?? new Outcome.Withdrawn();
            id = found.Id!;
        }
        var answer = await http.SendAsync(
            JsonRequest.Delete(Api(delivery, $"v1/statuses/{Uri.EscapeDataString(id)}")).WithBearer(delivery.Secret),
            cancellationToken
        );
        return answer.IsGone || (answer.IsOk && answer.Read(MastodonJson.Default.Status) is { Id.Length: > 0 })
            ? new Outcome.Withdrawn()
            : answer.Trouble(wrote: true);
    }

    public async Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken)
    {
        var answer = await AccountAsync(access, cancellationToken);
        return answer.IsOk && answer.Read(MastodonJson.Default.Account) is { Id.Length: > 0 } account
            ? new TargetTest.Accepted(account.Acct)
            : TargetTest.Of(answer.Trouble(wrote: false));
    }

    private Task<TargetAnswer> AccountAsync(TargetAccess access, CancellationToken cancellationToken) =>
        http.SendAsync(
            JsonRequest.Get(Api(access, "v1/accounts/verify_credentials")).WithBearer(access.Secret),
            cancellationToken
        );

    private async Task<Outcome> MakeAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var status = new NewStatus(
            await TextAsync(delivery, cancellationToken),
            LanguageOf(delivery),
            delivery.Option(Visibility) ?? "public"
        );
        var request = JsonRequest
            .Of(HttpMethod.Post, Api(delivery, "v1/statuses"), status, MastodonJson.Default.NewStatus)
            .WithBearer(delivery.Secret)
            .With("Idempotency-Key", delivery.Copy.CopyKey);
        return CarriedOr(await http.SendAsync(request, cancellationToken));
    }

    private async Task<Outcome> UpdateAsync(Delivery delivery, string id, CancellationToken cancellationToken)
    {
        var status = new NewStatus(await TextAsync(delivery, cancellationToken), LanguageOf(delivery), null);
        var request = JsonRequest
            .Of(
                HttpMethod.Put,
                Api(delivery, $"v1/statuses/{Uri.EscapeDataString(id)}"),
                status,
                MastodonJson.Default.NewStatus
            )
            .WithBearer(delivery.Secret);
        var answer = await http.SendAsync(request, cancellationToken);
        return answer.Status == 404 ? new Outcome.Refused(Problem.DeletedThere, 404) : CarriedOr(answer);
    }

    private static Outcome CarriedOr(TargetAnswer answer) =>
        answer.IsOk && answer.Read(MastodonJson.Default.Status) is { Id.Length: > 0 } status
            ? new Outcome.Carried(status.Id, status.Url)
            : answer.Trouble(wrote: true);

    /// <summary>Looks for a status with the article's address that is no older than our first attempt.</summary>
    /// <param name="mayRelyOnKey">True if a status that is not found is made with the same key.</param>
    private async Task<(Status? Found, Outcome? Trouble)> FindAsync(
        Delivery delivery,
        bool mayRelyOnKey,
        CancellationToken cancellationToken
    )
    {
        var answer = await AccountAsync(delivery, cancellationToken);
        if (!answer.IsOk || answer.Read(MastodonJson.Default.Account)?.Id is not { Length: > 0 } account)
            return (null, mayRelyOnKey && IsKeyKept(delivery, answer) ? null : CannotTell(answer));

        // The server's clock may differ from ours.
        var oldest = delivery.Copy.CopyTried - TimeSpan.FromMinutes(5);
        string? before = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var path =
                $"v1/accounts/{Uri.EscapeDataString(account)}/statuses?exclude_reblogs=true&limit=40{(before is null ? "" : "&max_id=" + Uri.EscapeDataString(before))}";
            answer = await http.SendAsync(
                JsonRequest.Get(Api(delivery, path)).WithBearer(delivery.Secret),
                cancellationToken
            );
            if (!answer.IsOk || answer.Read(MastodonJson.Default.StatusArray) is not { } statuses)
                return (null, mayRelyOnKey && IsKeyKept(delivery, answer) ? null : CannotTell(answer));
            if (
                statuses.FirstOrDefault(s =>
                    s.Id is { Length: > 0 } && s.CreatedAt >= oldest && LeadsTo(s, delivery.Link)
                ) is
                { } found
            )
                return (found, null);
            before = statuses.LastOrDefault()?.Id;
            if (before is null || statuses[^1].CreatedAt < oldest)
                return (null, null);
        }
        return (null, new Outcome.Refused(Problem.Uncertain));
    }

    /// <summary>A token that may write but not read: while the server still knows the key, writing again is safe.</summary>
    private bool IsKeyKept(Delivery delivery, TargetAnswer answer) =>
        answer.Status == 403 && time.GetUtcNow() - delivery.Copy.CopyTried < KeyKept;

    private static Outcome CannotTell(TargetAnswer answer) =>
        answer.Trouble(wrote: false) is Outcome.Postponed later
            ? later
            : new Outcome.Refused(Problem.Uncertain, answer.Status);

    private static bool LeadsTo(Status status, Uri link) =>
        status.Content is { } content
        && new[]
        {
            link.AbsoluteUri,
            $"{link.Scheme}://{link.IdnHost}{(link.IsDefaultPort ? "" : ":" + link.Port.ToString(CultureInfo.InvariantCulture))}{link.AbsolutePath}",
        }.Any(l => content.Contains($"href=\"{WebUtility.HtmlEncode(l)}\"", StringComparison.OrdinalIgnoreCase));

    private async Task<string> TextAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var instance = delivery.Base(Instance).AbsoluteUri;
        var now = time.GetUtcNow();
        if (!_limits.TryGetValue(instance, out var known) || known.Until < now)
        {
            var answer = await http.SendAsync(JsonRequest.Get(Api(delivery, "v2/instance")), cancellationToken);
            var limits = answer.IsOk ? answer.Read(MastodonJson.Default.InstanceInfo)?.Configuration?.Statuses : null;
            known = (LimitOf(limits), now + LimitsKept);
            if (limits is not null)
                _limits[instance] = known;
        }
        return PostText.Of(delivery, known.Limit);
    }

    /// <summary>Numbers that no server would have are not believed.</summary>
    private static PostLimit LimitOf(StatusLimits? limits) =>
        new(
            limits?.MaxCharacters is { } max and >= 100 and <= 100_000 ? max : UsualLimit.Characters,
            limits?.CharactersReservedPerUrl is { } url and > 0 and < 100 ? url : UsualLimit.UrlCharacters
        );

    private static Uri Api(TargetAccess access, string path) => new(access.Base(Instance), "api/" + path);

    /// <summary>ISO 639: the first part of the tag; null where that is none.</summary>
    private static string? LanguageOf(Delivery delivery) =>
        delivery.Article.Language.Split('-')[0] is { Length: 2 or 3 } code ? code.ToLowerInvariant() : null;
}
