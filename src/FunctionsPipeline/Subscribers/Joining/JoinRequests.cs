using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Evidence;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// Records that a person asked to subscribe and mails a link to confirm it. Known, unknown, suppressed or active: the same
/// steps, so that neither answer nor duration reveals who is on the list.
/// </summary>
public sealed class JoinRequests(
    PendingRequests pending,
    EvidenceStore evidence,
    Wordings wordings,
    RequestLimits limits,
    ConfirmationMail mail,
    ISiteSettingsSource settings,
    TimeProvider time
)
{
    public async Task<JoinAnswer> AskAsync(
        JoinRequest request,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (!(await settings.GetAsync(cancellationToken)).Organisation.MayMail)
            return JoinAnswer.NotOpen;
        // Indistinguishable from outside: too many requests get the same answer and no mail.
        if (!await limits.TakeAsync(request.Address.Value, "confirmation", cancellationToken))
            return JoinAnswer.Recorded;
        var now = time.GetUtcNow();
        var wording = request.Wording is null ? null : await wordings.KeepAsync(request.Wording, cancellationToken);
        if (await pending.RecordAsync(request, origin, wording, now, cancellationToken) is not (var id, { } requestId))
            return JoinAnswer.Recorded;
        var sent = await mail.SendAsync(
            request.Address,
            id,
            requestId,
            request.Newsletters,
            request.Language,
            cancellationToken
        );
        await evidence.AddAsync(
            new EvidenceEvent
            {
                Id = ChangeId.New(),
                Kind = EvidenceKind.ConfirmationSent,
                At = time.GetUtcNow(),
                Subscriber = id.Value,
                Request = requestId,
                MessageId = sent.MessageId ?? ConfirmationMail.MessageIdOf(requestId),
                Done = sent.Outcome.ToString(),
            },
            cancellationToken
        );
        return sent.MayGoLater ? JoinAnswer.MailIsDown : JoinAnswer.Recorded;
    }
}

/// <summary>What a person asks for; every part of it is checked already.</summary>
/// <param name="Newsletters">Ids; at least one.</param>
/// <param name="Wording">What was on the screen; null where nothing was agreed to in words.</param>
/// <param name="Page">The address of the page that the form was on.</param>
public sealed record JoinRequest(
    EmailAddress Address,
    string? Name,
    string? Language,
    IReadOnlyList<string> Newsletters,
    string? Wording,
    string? Page,
    ConsentSource Source
);

public enum JoinAnswer
{
    /// <summary>Said in every case, whether or not anything was done.</summary>
    Recorded,

    /// <summary>The mail provider takes no mail at all at the moment.</summary>
    MailIsDown,

    /// <summary>No mail is sent yet, because no postal address is configured; nothing was stored.</summary>
    NotOpen,
}
