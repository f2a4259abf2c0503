using System.Net;
using System.Text;
using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

/// <summary>Event Grid's address, posted to as Event Grid does.</summary>
public sealed class EventGridTests : HostTest
{
    private const string Hook = "runtime/webhooks/blobs";

    [Fact]
    public async Task An_event_runs_the_function_for_its_blob()
    {
        // Watched so seldom that only the event can be the cause of the run.
        await using var host = await StartAsync(
            Options("OnEvent", "Ping").With(("LocalHost__BlobWatchInterval", "01:00:00"))
        );
        var container = Account.ContainerNamed(Account.ContainerName + "-events");
        await container.CreateAsync();
        await Eventually.TrueAsync(
            async () =>
                await Account
                    .HostContainer.GetBlobClient($"locks/{Account.HostId}/Host.Functions.OnEvent.BlobWatch")
                    .ExistsAsync(),
            "the first listing"
        );
        var blob = container.GetBlobClient("by-event.md");
        await blob.UploadAsync(new BinaryData("text"));
        var answer = await PostAsync(
            host,
            $"{Hook}?functionName=Host.Functions.OnEvent",
            $$"""
            [{"id":"1","eventType":"Microsoft.Storage.BlobCreated","subject":"x","data":{"eTag":"0x1","blobType":"BlockBlob","url":"{{blob.Uri}}"} }]
            """
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Probe.WaitForAsync("event by-event.md");
    }

    [Fact]
    public async Task Without_event_grid_the_watched_container_raises_the_events()
    {
        await using var host = await StartAsync("OnEvent");
        var container = Account.ContainerNamed(Account.ContainerName + "-events");
        await container.CreateAsync();
        await container.UploadBlobAsync("watched.md", new BinaryData("text"));
        await Probe.WaitForAsync("event watched.md");
        Assert.Single(Probe.Events);
    }

    [Fact]
    public async Task The_validation_handshake_is_answered_and_what_is_wrong_ends_nothing()
    {
        await using var host = await StartAsync("OnEvent", "OnMessage");
        var known = $"{Hook}?functionName=Host.Functions.OnEvent";
        var handshake = await PostAsync(
            host,
            known,
            """[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"code-1"} }]""",
            "SubscriptionValidation"
        );
        Assert.Equal(HttpStatusCode.OK, handshake.StatusCode);
        Assert.Contains("code-1", await handshake.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, Hook, "[]")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await PostAsync(host, $"{Hook}?functionName=Host.Functions.OnMessage", "[]")).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(host, $"{Hook}?functionName=OnEvent", "[]")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, known, "[]", eventType: null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, known, "not json")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, known, """[{"data":{} }]""")).StatusCode);
        Assert.False(host.Completion.IsCompleted);
    }

    [Fact]
    public async Task Outside_development_the_system_key_is_asked_for()
    {
        await using var host = await StartAsync(
            (Options("OnEvent") with { EnvironmentName = "Production" }).With(
                ("LocalHost__Keys__System", "system"),
                ("LocalHost__Keys__Host", "host")
            )
        );
        var known = $"{Hook}?functionName=Host.Functions.OnEvent";
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host, known, "[]")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host, known + "&code=host", "[]")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(host, known + "&code=system", "[]")).StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(
        LocalFunctionHost host,
        string address,
        string events,
        string? eventType = "Notification"
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, address))
        {
            Content = new StringContent(events, Encoding.UTF8, "application/json"),
        };
        if (eventType is not null)
            request.Headers.Add("aeg-event-type", eventType);
        return Http.SendAsync(request);
    }
}
