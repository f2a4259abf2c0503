using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>Every documented limit is judged before the call: the server must see nothing.</summary>
public sealed class LimitTests
{
    private static readonly BulkRequest Good = Mailing.Request();

    public static TheoryData<string, BulkRequest> WholeRequest { get; } =
        new()
        {
            { "A request has 1 to 1000 recipients; this one has 0.", Good with { Recipients = [] } },
            { "A request has 1 to 1000 recipients; this one has 1001.", Mailing.Request(1001) },
            { "The sender is not a valid address", With(c => c with { From = new Mailbox("news") }) },
            {
                "The sender is not a valid address",
                With(c => c with { From = new Mailbox("news@clinic.example", "a\r\nBcc: x") })
            },
            { "The reply-to is not a valid address", With(c => c with { ReplyTo = new Mailbox("desk@") }) },
            { "The subject must be one line", With(c => c with { Subject = "" }) },
            { "The subject must be one line", With(c => c with { Subject = "a\nb" }) },
            { "The subject must be one line", With(c => c with { Subject = new string('a', 999) }) },
            { "The plain-text part is empty.", With(c => c with { Text = "" }) },
            {
                "At most 10 categories, each once.",
                With(c => c with { Categories = [.. Enumerable.Range(0, 11).Select(i => $"c{i}")] })
            },
            { "At most 10 categories, each once.", With(c => c with { Categories = ["a", "a"] }) },
            { "A category is printable ASCII", With(c => c with { Categories = ["é"] }) },
            { "A category is printable ASCII", With(c => c with { Categories = [new string('a', 256)] }) },
            { "The argument 'issue' must be named fp_", WithArgs(("issue", "1")) },
            { "The argument 'fp_issue' must be named fp_", WithArgs(("fp_issue", "")) },
            { "A batch and a send time go together", Good with { BatchId = null } },
            { "A batch and a send time go together", Good with { SendAt = null } },
            { "The send time has passed", Good with { SendAt = Mailing.Now } },
            {
                "SendGrid holds mail for at most 72 hours.",
                Good with
                {
                    SendAt = Mailing.Now.AddHours(72).AddSeconds(1),
                }
            },
            { "The request is ", With(c => c with { Html = new string('a', 30 * 1024 * 1024) }) },
        };

    public static TheoryData<string, BulkRecipient> OneRecipient { get; } =
        new()
        {
            { "Recipient 1: not an address that SendGrid takes.", To("ann") },
            { "Recipient 1: not an address that SendGrid takes.", To("ann@localhost") },
            { "Recipient 1: not an address that SendGrid takes.", To("ann bo@mail.example") },
            { "Recipient 1: not an address that SendGrid takes.", To("ann@mail.example>") },
            { "Recipient 1: not an address that SendGrid takes.", To("änn@mail.example") },
            { "Recipient 1: not an address that SendGrid takes.", To("ann..bo@mail.example") },
            { "Recipient 1: not an address that SendGrid takes.", To($"{new string('a', 65)}@mail.example") },
            { "Recipient 1: an address that is in the request already.", To("READER0@mail.example") },
            {
                "Recipient 1: a name with a line break.",
                Mailing.Recipient(1) with
                {
                    To = new Mailbox("ann@mail.example", "a\nb"),
                }
            },
            { "Recipient 1: more than 150 merge fields.", Merge(151, 1) },
            { "Recipient 1: merge fields of more than 10000 bytes together.", Merge(2, 5000) },
            {
                "Recipient 1: arguments of 10000 bytes or more together.",
                Mailing.Recipient(1) with
                {
                    RecipientId = new string('a', 9990),
                }
            },
            { "Recipient 1: The header 'x-sg-id' is set by SendGrid itself.", Header("x-sg-id", "1") },
            { "Recipient 1: The header 'SUBJECT' is set by SendGrid itself.", Header("SUBJECT", "1") },
            { "Recipient 1: The header 'a b' has a name that is not printable ASCII.", Header("a b", "1") },
            {
                "Recipient 1: The header 'X-A' has a value with a line break",
                Header("X-A", "1\r\nBcc: everyone@mail.example")
            },
        };

    [Theory]
    [MemberData(nameof(WholeRequest))]
    public async Task A_request_outside_the_limits_is_refused_as_a_whole(string reason, BulkRequest request)
    {
        var result = await RefusedAsync(request);
        Assert.StartsWith(reason, result.Reason, StringComparison.Ordinal);
        Assert.Null(result.RefusedRecipients);
    }

    [Theory]
    [MemberData(nameof(OneRecipient))]
    public async Task One_recipient_outside_the_limits_is_named_by_index(string reason, BulkRecipient recipient)
    {
        var result = await RefusedAsync(
            Good with
            {
                Recipients = [Mailing.Recipient(0), recipient, Mailing.Recipient(2)],
            }
        );
        Assert.StartsWith(reason, result.Reason, StringComparison.Ordinal);
        Assert.Equal([1], result.RefusedRecipients);
    }

    [Fact]
    public async Task The_limits_themselves_are_allowed()
    {
        var request = Mailing.Request(1000) with { SendAt = Mailing.Now.AddHours(72) };
        request = request with
        {
            Recipients = [.. request.Recipients.Take(999), Merge(150, 50)],
            Content = request.Content with
            {
                Categories = [.. Enumerable.Range(0, 10).Select(i => $"{i}".PadRight(255, 'c'))],
                Subject = new string('s', 998),
            },
        };
        await using var server = new ScriptedServer().Answers(202);
        await using var services = Mailing.Services(server.Address);
        var result = await services.GetRequiredService<IBulkMail>().SubmitAsync(request, default);
        Assert.Equal((SendOutcome.Submitted, null), (result.Outcome, result.Reason));
    }

    private static async Task<SendResult> RefusedAsync(BulkRequest request)
    {
        await using var server = new ScriptedServer();
        await using var services = Mailing.Services(server.Address);
        var result = await services.GetRequiredService<IBulkMail>().SubmitAsync(request, default);
        Assert.Equal((SendOutcome.NotSent, true), (result.Outcome, result.Permanent));
        Assert.Equal(0, server.Connections);
        return result;
    }

    private static BulkRequest With(Func<BulkContent, BulkContent> change) =>
        Good with
        {
            Content = change(Good.Content),
        };

    private static BulkRequest WithArgs(params (string Key, string Value)[] args) =>
        Good with
        {
            Args = args.ToDictionary(a => a.Key, a => a.Value),
        };

    private static BulkRecipient To(string address) => Mailing.Recipient(1) with { To = new Mailbox(address) };

    private static BulkRecipient Header(string name, string value) =>
        Mailing.Recipient(1) with
        {
            Headers = new Dictionary<string, string> { [name] = value },
        };

    private static BulkRecipient Merge(int fields, int length) =>
        Mailing.Recipient(1000) with
        {
            Merge = Enumerable.Range(0, fields).ToDictionary(i => $"-{i}-", _ => new string('v', length)),
        };
}
