using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>
/// The emulator under SendGrid's own JavaScript client, which shares no line with ours: a mistake about the API would
/// have to be made twice to go unnoticed.
/// </summary>
[Trait("Category", "Journey")]
public sealed class OfficialClientTests
{
    private static readonly NpmInstallation Client = new(
        "SendGrid-Client",
        typeof(OfficialClientTests).Assembly,
        "package.json",
        "package-lock.json",
        "official-client.mjs"
    );

    [Fact]
    public async Task It_sends_schedules_cancels_and_is_refused()
    {
        await using var emulated = await Emulated.StartAsync();
        var sendAt = Emulated.Start.AddMinutes(40);

        var result = await RunAsync(emulated.SendGrid.Address, sendAt);

        Assert.Equal(202, Status("sent"));
        var mail = Assert.Single(emulated.SendGrid.Messages("ann@mail.example"));
        var id = result.GetProperty("sent").GetProperty("headers").GetProperty("x-message-id").GetString();
        Assert.StartsWith($"{id}-", mail.Id, StringComparison.Ordinal);
        Assert.Equal(
            ("Ann", "Back pain, Ann & Bo", "Hello Ann & Bo", "<p>Hello Ann & Bo</p>", "delivered"),
            (mail.ToName, mail.Subject, mail.Text, mail.Html, mail.Status)
        );

        Assert.Equal(
            [201, 200, 202, 201, 200],
            new[] { "batch", "known", "staged", "cancelled", "found" }.Select(Status)
        );
        var batch = result.GetProperty("batch").GetProperty("body").GetProperty("batch_id").GetString();
        var found = Assert.Single(result.GetProperty("found").GetProperty("body").EnumerateArray());
        Assert.Equal(
            (batch, "cancel"),
            (found.GetProperty("batch_id").GetString(), found.GetProperty("status").GetString())
        );
        Assert.Equal(400, Status("cancelledTwice"));
        await emulated.AdvanceAsync(sendAt - Emulated.Start);
        Assert.Equal(0, emulated.Delivered("bo@mail.example", "official"));
        Assert.Equal("cancelled", Assert.Single(emulated.SendGrid.Messages("bo@mail.example")).Status);

        Assert.Equal((400, "personalizations.0.to.0.email"), (Status("badAddress"), Field("badAddress")));
        Assert.Equal((400, "batch_id"), (Status("unknownBatch"), Field("unknownBatch")));
        Assert.Equal((401, null), (Status("noKey"), Field("noKey")));

        int Status(string step) => result.GetProperty(step).GetProperty("status").GetInt32();

        string? Field(string step) =>
            Assert
                .Single(result.GetProperty(step).GetProperty("errors").EnumerateArray())
                .GetProperty("field")
                .GetString();
    }

    private static async Task<JsonElement> RunAsync(Uri address, DateTimeOffset sendAt)
    {
        var folder = await Client.EnsureAsync(NullLogger.Instance, default);
        using var node = Process.Start(
            new ProcessStartInfo(NodeTools.Find("node"))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    Path.Combine(folder, "official-client.mjs"),
                    address.AbsoluteUri.TrimEnd('/'),
                    sendAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                },
            }
        )!;
        var (said, complained) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await complained);
        return JsonSerializer.Deserialize<JsonElement>(await said);
    }
}
