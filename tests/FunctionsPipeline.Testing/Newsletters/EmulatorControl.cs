using System.Globalization;
using System.Net.Http.Json;
using FunctionsPipeline.LocalDev.SendGridEmulator;

namespace FunctionsPipeline.Testing;

/// <summary>Speaks to the control endpoints of an emulator that runs in another process.</summary>
public sealed class EmulatorControl(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    public Task<string> WebhookKeyAsync() => _http.GetStringAsync(Of("webhook-key"));

    public Task SetWebhookAsync(Uri url) => PostAsync("webhook", new { url });

    public Task AdvanceAsync(TimeSpan by) => PostAsync("clock", new { advanceSeconds = by.TotalSeconds });

    /// <summary>From now on with this probability.</summary>
    public Task SetRateAsync(Fault fault, double rate) => PostAsync("faults", new { fault = fault.ToString(), rate });

    public Task SetSlownessAsync(TimeSpan slowness) =>
        PostAsync("faults", new { slownessSeconds = slowness.TotalSeconds });

    public Task SetWebhookOutageAsync(bool webhookOutage) => PostAsync("faults", new { webhookOutage });

    public async Task ClearFaultsAsync() => (await _http.DeleteAsync(Of("faults"))).EnsureSuccessStatusCode();

    /// <summary>Returns when all that is due was sent and its events were posted once.</summary>
    public async Task SettleAsync() => (await _http.PostAsync(Of("settle"), content: null)).EnsureSuccessStatusCode();

    public async Task<EmulatorStatus> StatusAsync() => (await _http.GetFromJsonAsync<EmulatorStatus>(Of("status")))!;

    /// <summary>What a careful client never does, in words.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync() =>
        (await _http.GetFromJsonAsync<List<string>>(Of("violations")))!;

    /// <summary>
    /// How many messages of an issue each address got, by <see cref="LocalDev.SendGridEmulator.Sending.AddressKey"/>.
    /// </summary>
    public async Task<IReadOnlyDictionary<ulong, int>> DeliveriesAsync(string issue)
    {
        var counts = new Dictionary<ulong, int>();
        using var reader = new StringReader(await _http.GetStringAsync(Of($"deliveries/{issue}")));
        while (await reader.ReadLineAsync() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            counts[ulong.Parse(line.AsSpan(0, space), NumberStyles.HexNumber, CultureInfo.InvariantCulture)] =
                int.Parse(line.AsSpan(space), CultureInfo.InvariantCulture);
        }
        return counts;
    }

    public void Dispose() => _http.Dispose();

    private static Uri Of(string path) => new($"control/{path}", UriKind.Relative);

    private async Task PostAsync<T>(string path, T order) =>
        (await _http.PostAsJsonAsync(Of(path), order)).EnsureSuccessStatusCode();
}
