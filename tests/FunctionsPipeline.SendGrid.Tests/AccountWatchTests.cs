using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>Which answers tell of the account, and which only of the request.</summary>
public sealed class AccountWatchTests
{
    private const string Body =
        """{"errors":[{"message":"access forbidden for ann@mail.example","field":null,"help":null}]}""";

    [Theory]
    [InlineData(202, "works: send mail")]
    [InlineData(401, "refused: send mail: 401 access forbidden for [address]")]
    [InlineData(403, "refused: send mail: 403 access forbidden for [address]")]
    [InlineData(400, null)]
    [InlineData(413, null)]
    [InlineData(429, null)]
    [InlineData(500, null)]
    public async Task Sending(int status, string? told) =>
        Assert.Equal(told, await TellAsync(status, m => m.SubmitAsync(Mailing.Request(), default)));

    [Theory]
    [InlineData(404, "works: look a cancellation up")]
    [InlineData(401, "refused: look a cancellation up: 401 access forbidden for [address]")]
    public async Task Looking(int status, string told) =>
        Assert.Equal(told, await TellAsync(status, m => m.GetCancellationAsync("batch-1", default)));

    [Theory]
    [InlineData(401, "refused: open a batch: 401 access forbidden for [address]")]
    [InlineData(201, "works: open a batch")]
    public async Task Opening(int status, string told) =>
        Assert.Equal(told, await TellAsync(status, m => m.CreateBatchAsync(default)));

    [Fact]
    public async Task Reading_the_lists()
    {
        var told = await TellAsync(
            403,
            async mail =>
            {
                await Assert.ThrowsAsync<HttpRequestException>(async () =>
                {
                    await foreach (var _ in mail.ListSuppressionsAsync(Mailing.Now.AddDays(-1), default))
                        Assert.Fail("Nothing could be read.");
                });
                return true;
            }
        );
        Assert.Equal("refused: read who must get no mail: 403 access forbidden for [address]", told);
    }

    private static async Task<string?> TellAsync<T>(int status, Func<IBulkMail, Task<T>> call)
    {
        await using var server = new ScriptedServer().Answers(status, status < 300 ? "{}" : Body);
        var watch = new Watch();
        await using var services = Mailing.Services(server.Address, watch);
        await call(services.GetRequiredService<IBulkMail>());
        return watch.Told.SingleOrDefault();
    }

    private sealed class Watch : IMailAccountWatch
    {
        public List<string> Told { get; } = [];

        public Task RefusedAsync(string call, string reason)
        {
            Told.Add($"refused: {call}: {reason}");
            return Task.CompletedTask;
        }

        public Task WorkedAsync(string call)
        {
            Told.Add($"works: {call}");
            return Task.CompletedTask;
        }
    }
}
