using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Subscribers.Joining;

/// <summary>How much mail strangers can make us send.</summary>
public sealed class RequestLimitsTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task One_address_gets_three_mails_an_hour_and_six_a_day_and_no_one_can_tell()
    {
        var answers = new List<string>();
        for (var i = 0; i < 5; i++)
            answers.Add((await _world.JoinAsync("victim@example.org")).Html);
        Assert.Equal(3, _world.Mail.Sent.Count);
        Assert.Single(answers.Distinct());

        for (var hour = 0; hour < 5; hour++)
        {
            _world.Time.Advance(TimeSpan.FromHours(1));
            for (var i = 0; i < 3; i++)
                await _world.JoinAsync("victim@example.org");
        }
        Assert.Equal(6, _world.Mail.Sent.Count);
    }

    [Fact]
    public async Task One_network_is_stopped_after_sixty_an_hour_over_all_instances()
    {
        var other = new SubscriberWorld(_world.Blobs, _world.Time);
        var statuses = new List<int>();
        for (var i = 0; i < 70; i++)
        {
            var origin = new RequestOrigin(System.Net.IPAddress.Parse($"192.0.2.{i}"), null);
            statuses.Add((await (i % 2 == 0 ? _world : other).JoinAsync($"p{i}@example.org", origin: origin)).Status);
        }

        Assert.Equal(60, statuses.Count(s => s == 200));
        Assert.Equal(10, statuses.Count(s => s == 429));
        Assert.Equal(
            200,
            (
                await _world.JoinAsync(
                    "q@example.org",
                    origin: new RequestOrigin(System.Net.IPAddress.Parse("198.51.100.1"), null)
                )
            ).Status
        );
        Assert.Empty(await _world.BlobsWithAsync("limits/x"));
    }

    [Theory]
    [InlineData("192.0.2.7", "v4-c00002")]
    [InlineData("::ffff:192.0.2.200", "v4-c00002")]
    [InlineData("2001:db8:1:2::1", "v6-20010db80001")]
    [InlineData("2001:db8:1:ffff::1", "v6-20010db80001")]
    public void A_network_is_a_24_or_a_48(string address, string network) =>
        Assert.Equal(network, new RequestOrigin(System.Net.IPAddress.Parse(address), null).Network);
}
