using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using FunctionsPipeline.Standalone.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Standalone.Tests;

public sealed class EventGridTests : StorageTest
{
    private const string Address = "/runtime/webhooks/blobs?functionName=Host.Functions.Pushed";

    [Fact]
    public async Task A_function_that_waits_for_event_grid_is_not_polled_and_runs_for_an_event()
    {
        await Account.DropAsync("by/event.md");
        await Account.DropAsync("nobody tells of it.md");
        await using var host = await StartAsync();
        await Probe.WaitForLogAsync("Pushed waits for Event Grid");
        var eTag = (await Account.Container.GetBlobClient("by/event.md").GetPropertiesAsync()).Value.ETag.ToString().Trim('"');
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Address, Created("by/event.md", eTag))).Status);
        await Probe.WaitForAsync("by/event.md");
        Assert.Equal(["by/event.md"], Probe.Events);
    }

    [Fact]
    public async Task An_event_of_an_old_version_is_dropped_whatever_the_apps_clock_shows()
    {
        await Account.DropAsync("changed.md");
        await using var host = await RunningHost.StartAsync(
            Account, Probe, [typeof(PushedFunction)], ["--Standalone:BlobCheckAfter=00:00:00"],
            app => app.Services.AddSingleton<TimeProvider>(new ManualTimeProvider(DateTimeOffset.MaxValue.AddYears(-1))));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Address, Created("changed.md", "0x0"))).Status);

        await Probe.WaitForLogAsync("was gone or changed");
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task The_validation_handshake_is_answered()
    {
        await using var host = await StartAsync();
        var answer = await PostAsync(
            host, Address, """[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","subject":"","data":{"validationCode":"512d38b6"}}]""");
        Assert.Equal((HttpStatusCode.OK, """{"validationResponse":"512d38b6"}"""), answer);
    }

    [Theory]
    [InlineData(Address, "no json", HttpStatusCode.BadRequest)]
    [InlineData(Address, "{}", HttpStatusCode.BadRequest)]
    [InlineData(Address, "[{}]", HttpStatusCode.BadRequest)]
    [InlineData(Address, """[{"eventType":"Microsoft.Storage.BlobDeleted"}]""", HttpStatusCode.OK)]
    [InlineData("/runtime/webhooks/blobs?functionName=Host.Functions.Other", "[]", HttpStatusCode.NotFound)]
    public async Task Other_posts_do_nothing(string address, string body, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        Assert.Equal(status, (await PostAsync(host, address, body)).Status);
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task Outside_development_the_system_key_is_asked_for()
    {
        await using var host = await StartAsync("--environment=Production", "--Standalone:Keys:System=system-key");
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host, Address, "[]")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Address + "&code=system-key", "[]")).Status);
    }

    private string Created(string name, string eTag) => JsonSerializer.Serialize(new[]
    {
        new
        {
            eventType = "Microsoft.Storage.BlobCreated",
            subject = $"/blobServices/default/containers/{Account.ContainerName}/blobs/{name}",
            data = new { eTag, blobType = "BlockBlob" },
        },
    });

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(RunningHost host, string address, string body)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(host.Address, address), new StringContent(body, Encoding.UTF8, "application/json"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<RunningHost> StartAsync(params string[] settings) => RunningHost.StartAsync(Account, Probe, [typeof(PushedFunction)], settings);

    public sealed class PushedFunction(Probe probe)
    {
        [Function("Pushed")]
        public Task Run([BlobTrigger("%Container%/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string name)
            => probe.RunAsync(name);
    }
}
