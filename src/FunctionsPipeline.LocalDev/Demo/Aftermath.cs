using System.Net;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// Last act: each recipient's mail came out as expected, one leaves by one click, and neither they nor the one whose
/// mail bounced would get the next issue.
/// </summary>
/// <param name="Next">The people who would get the next issue, or why they would not.</param>
internal sealed record Aftermath(IssueAccount Account, IReadOnlyList<Candidate> Next)
{
    public static async Task<Aftermath> PlayAsync(DemoStage stage, SentIssue issue, CancellationToken cancellationToken)
    {
        foreach (var person in DemoPerson.All)
        {
            var mail = issue.Mails.SingleOrDefault(m => m.To == person.Address);
            if (mail?.Status != person.Expected)
                throw new DemoException(
                    $"{person.Name}'s issue: expected '{person.Expected ?? "none"}', was '{mail?.Status ?? "none"}'."
                );
            if (person.LeavesByOneClick)
                await LeaveAsync(stage, person, mail!, cancellationToken);
        }
        using var report = await stage.Http.GetAsync(issue.Report, cancellationToken);
        if (!report.IsSuccessStatusCode)
            throw new DemoException($"The issue's report answers {(int)report.StatusCode}.");
        var account =
            await stage.Sending.AccountAsync(issue.Id, cancellationToken)
            ?? throw new DemoException("The issue's account is gone.");
        Judge(account);
        var stayed = DemoPerson.All.Count(p => p is { Expected: "delivered", LeavesByOneClick: false });
        // A bounce suppresses when its event is folded, which has happened; a one-click at once.
        var next = await stage
            .Audience.EnumerateAsync(new AudienceQuery(SignUps.Newsletter, stage.Now, []), cancellationToken)
            .ToListAsync(cancellationToken);
        var recipients = next.Count(candidate => candidate.Excluded is null);
        return recipients == stayed
            ? new Aftermath(account, next)
            : throw new DemoException($"The next issue would go to {recipients} people, expected {stayed}.");
    }

    /// <summary>What a mail client posts when its reader presses <em>unsubscribe</em> (RFC 8058).</summary>
    private static async Task LeaveAsync(
        DemoStage stage,
        DemoPerson person,
        InboxMessage mail,
        CancellationToken cancellationToken
    )
    {
        if (mail.OneClick is not { } address)
            throw new DemoException($"{person.Name}'s issue cannot be unsubscribed by one click.");
        using var content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var answer = await stage.Http.PostAsync(address, content, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new DemoException($"{person.Name} leaves by one click: the answer is {(int)answer.StatusCode}.");
    }

    private static void Judge(IssueAccount account)
    {
        var people = DemoPerson.All;
        var asExpected =
            account.AddsUp
            && account.Candidates == people.Count
            && account.Recipients == people.Count(p => p.Confirms)
            && account.Delivered == people.Count(p => p.Expected == "delivered")
            && account.Bounced == people.Count(p => p.Expected == "bounced")
            && account.Delivered + account.Bounced == account.Recipients;
        if (!asExpected)
            throw new DemoException(
                $"The account is not as expected: {string.Join(", ", AccountWords.Outcomes(account).Select(o => $"{o.People} {o.What}"))} of {account.Recipients}."
            );
    }
}
