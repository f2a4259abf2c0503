using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests;

public sealed class SuppressionListTests
{
    private static readonly DateTimeOffset Since = Mailing.Now.AddDays(-2);

    [Fact]
    public async Task All_lists_are_read_page_by_page()
    {
        await using var server = new ScriptedServer()
            .Answers(200, Page(0, 500))
            .Answers(200, Page(500, 3))
            .Answers(200, """[{"created":1773000000,"email":"cross@mail.example","ip":"1.2.3.4"}]""")
            .Answers(
                200,
                """[{"created":1773000001,"email":"gone@mail.example","reason":"550","status":"5.1.1"},{"created":1773000001,"email":"later@mail.example","reason":"452 full","status":"4.2.2"}]"""
            )
            .Answers(200, "[]")
            .Answers(
                200,
                """[{"created":1773000002,"email":"full@mail.example"},{"created":-5,"email":"odd@mail.example"},{"created":1}]"""
            );

        var found = await ReadAsync(server);

        Assert.Equal(507, found.Count);
        Assert.Equal(
            503,
            found
                .Where(s => s.Reason == SuppressionReason.Unsubscribed)
                .Select(s => s.Address)
                .Distinct(StringComparer.Ordinal)
                .Count()
        );
        Assert.Equal(
            [
                new("cross@mail.example", SuppressionReason.Complained, DateTimeOffset.FromUnixTimeSeconds(1773000000)),
                new("gone@mail.example", SuppressionReason.Bounced, DateTimeOffset.FromUnixTimeSeconds(1773000001)),
                new("later@mail.example", SuppressionReason.Blocked, DateTimeOffset.FromUnixTimeSeconds(1773000001)),
                new("full@mail.example", SuppressionReason.Blocked, DateTimeOffset.FromUnixTimeSeconds(1773000002)),
            ],
            found.Skip(503)
        );
        var window = $"start_time={Since.ToUnixTimeSeconds()}&end_time={Mailing.Now.ToUnixTimeSeconds() + 1}&limit=500";
        Assert.Equal($"GET /v3/suppression/unsubscribes?{window}&offset=0 HTTP/1.1", (await server.NextAsync()).Line);
        Assert.Equal($"GET /v3/suppression/unsubscribes?{window}&offset=500 HTTP/1.1", (await server.NextAsync()).Line);
        Assert.Equal($"GET /v3/suppression/spam_reports?{window}&offset=0 HTTP/1.1", (await server.NextAsync()).Line);
        Assert.Equal($"GET /v3/suppression/bounces?{window}&offset=0 HTTP/1.1", (await server.NextAsync()).Line);
        Assert.Equal($"GET /v3/suppression/invalid_emails?{window}&offset=0 HTTP/1.1", (await server.NextAsync()).Line);
        Assert.Equal($"GET /v3/suppression/blocks?{window}&offset=0 HTTP/1.1", (await server.NextAsync()).Line);
    }

    [Fact]
    public async Task A_failing_page_fails_the_whole_so_that_it_is_not_taken_for_the_end()
    {
        await using var server = new ScriptedServer().Answers(200, Page(0, 500)).Answers(500);
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(server));
    }

    [Theory]
    [InlineData("[{\"created\":1773000000,\"email\":\"a@mail.example\"},")]
    [InlineData("<html>a page for people</html>")]
    [InlineData("{\"created\":1773000000}")]
    public async Task A_page_that_is_none_fails_like_one_that_did_not_come(string page)
    {
        await using var server = new ScriptedServer().Answers(200, page);
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task A_page_that_does_not_come_in_time_fails_and_cancels_no_one()
    {
        var clock = new ManualTimeProvider(Mailing.Now);
        await using var server = new ScriptedServer().NeverAnswers();
        var reading = ReadAsync(server, clock);
        await server.NextAsync();

        clock.Advance(TimeSpan.FromSeconds(60));

        await Assert.ThrowsAsync<HttpRequestException>(() => reading);
    }

    private static string Page(int from, int count) =>
        $"[{string.Join(',', Enumerable.Range(from, count).Select(i => $$"""{"created":1773000000,"email":"r{{i}}@mail.example"}"""))}]";

    private static async Task<List<ProviderSuppression>> ReadAsync(ScriptedServer server, TimeProvider? clock = null)
    {
        await using var services = Mailing.Services(server.Address, clock);
        var found = new List<ProviderSuppression>();
        await foreach (var one in services.GetRequiredService<IBulkMail>().ListSuppressionsAsync(Since, default))
            found.Add(one);
        return found;
    }
}
