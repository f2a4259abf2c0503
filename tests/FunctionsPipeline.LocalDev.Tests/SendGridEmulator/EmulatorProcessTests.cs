using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>The emulator in another process, told and asked over HTTP.</summary>
public sealed class EmulatorProcessTests
{
    [Fact]
    public async Task It_is_steered_by_its_control_endpoints_and_ends_when_let_go()
    {
        HttpClient http;
        await using (
            var process = await EmulatorProcess.StartAsync(
                new EmulatorOptions { CountsOnly = true, ApiKey = "SG.only" },
                new ClockSetting(TimeProvider.System.GetUtcNow(), Emulated.Start, 1e-9),
                default
            )
        )
        {
            http = new HttpClient { BaseAddress = process.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "SG.only");
            var batch = (await http.PostAsync("/v3/mail/batch", null)).EnsureSuccessStatusCode();
            var id = (await batch.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("batch_id").GetString();
            await PostAsync(
                "/v3/mail/send",
                new
                {
                    personalizations = new[] { new { to = new[] { new { email = "ann@mail.example" } } } },
                    from = new { email = "news@clinic.example" },
                    subject = "s",
                    content = new[] { new { type = "text/plain", value = "v" } },
                    custom_args = new { fp_issue = "weekly" },
                    send_at = Emulated.Start.AddHours(2).ToUnixTimeSeconds(),
                    batch_id = id,
                }
            );
            Assert.Equal("[]", await http.GetStringAsync("/control/deliveries"));

            await PostAsync("/control/clock", new { advanceSeconds = 7200, scale = 1 });
            await PostAsync("/control/settle", new { });

            Assert.Equal(
                """[{"issue":"weekly","messages":1,"addresses":1,"duplicates":0}]""",
                await http.GetStringAsync("/control/deliveries")
            );
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"{AddressKey.Of("Ann@mail.example"):x16} 1\n"),
                await http.GetStringAsync("/control/deliveries/weekly")
            );
            var status = await http.GetFromJsonAsync<JsonElement>("/control/status");
            Assert.Equal((1L, 0L), (status.GetProperty("sent").GetInt64(), status.GetProperty("discarded").GetInt64()));
            Assert.Contains("No mail yet", await http.GetStringAsync("/"), StringComparison.Ordinal);

            await PostAsync("/control/faults", new { fault = "TooManyRequests", times = 1 });
            Assert.Equal(429, (int)(await http.PostAsJsonAsync("/v3/mail/send", new { })).StatusCode);
            await PostAsync("/control/faults", new { keyRevoked = true });
            Assert.Equal(401, (int)(await http.PostAsJsonAsync("/v3/mail/send", new { })).StatusCode);
            Assert.Equal(
                400,
                (int)(await http.PostAsJsonAsync("/control/faults", new { fault = "Earthquake" })).StatusCode
            );
            Assert.Equal(400, (int)(await http.PostAsJsonAsync("/control/clock", new { scale = 0 })).StatusCode);
        }
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/control/status"));
        http.Dispose();

        async Task PostAsync(string path, object body) =>
            (await http.PostAsJsonAsync(path, body)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_taken_port_is_said()
    {
        await using var first = await EmulatedSendGrid.StartAsync(new EmulatorOptions(), null, default);
        var error = await Assert.ThrowsAsync<IOException>(() =>
            EmulatorProcess.StartAsync(new EmulatorOptions { Port = first.Address.Port }, null, default)
        );
        Assert.Contains("address already in use", error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
