using System.Net;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Http;
using Microsoft.Security.AntiSSRF;

namespace FunctionsPipeline.Tests.Syndication.Http;

/// <summary>Addresses in settings may be typed by anyone who may write settings: none may lead inside.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:4700::6810:84e5", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:93.184.215.14", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_public_servers_are_called(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public void What_microsofts_own_guard_denies_is_denied_here() =>
        Assert.All(
            IPAddressRanges.recommendedLatest,
            range =>
            {
                var network = IPNetwork.Parse(range);
                var last = network.BaseAddress.GetAddressBytes();
                for (var bit = network.PrefixLength; bit < last.Length * 8; bit++)
                    last[bit / 8] |= (byte)(0x80 >> (bit % 8));
                Assert.False(PublicAddresses.Contains(network.BaseAddress));
                Assert.False(PublicAddresses.Contains(new IPAddress(last)));
            }
        );

    [Theory]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    public async Task Without_leave_nothing_on_this_machine_is_connected_to(string address)
    {
        await using var server = await LoopbackServer.StartAsync(_ => (200, ""));
        using var http = new TargetHttp(new SyndicationOptions(), TimeProvider.System);

        var answer = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, string.Format(address, server.Address.Port)),
            default
        );

        Assert.Equal(TargetFailure.Forbidden, answer.Failure);
        Assert.Empty(server.All);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        await using var server = await LoopbackServer.StartAsync(_ => (200, new string(' ', 5 * 1024 * 1024) + "{}"));
        using var http = new TargetHttp(new SyndicationOptions { AllowLoopback = true }, TimeProvider.System);

        var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Address), default);

        Assert.Null(answer.Body);
        Assert.Equal(Problem.Garbage, Assert.IsType<Outcome.Postponed>(answer.Trouble(wrote: true)).Problem);
    }
}
