using System.Net.Http.Json;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>
/// Reads what an Azurite with <see cref="AzuriteOptions.Metered"/> has counted: requests of all processes, as they arrive,
/// which is what Azure bills.
/// </summary>
public sealed class AzuriteMeter(AzuriteServer azurite) : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _address = new($"http://127.0.0.1:{azurite.BlobPort}/meter");

    /// <summary>All requests since the start or the last <see cref="ResetAsync"/>.</summary>
    public async Task<IReadOnlyList<MeteredRequests>> ReadAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<List<MeteredRequests>>(_address, cancellationToken) ?? [];

    /// <summary>Begins at zero again.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(_address, content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Requests of one kind.</summary>
/// <param name="Client">The application id that its storage client was given; empty without one.</param>
/// <param name="Service"><c>blob</c> or <c>queue</c>.</param>
/// <param name="Method">HTTP's, or LIST for a listing.</param>
/// <param name="Place">The container or queue.</param>
/// <param name="Bytes">Of the bodies that were sent.</param>
public sealed record MeteredRequests(
    string Client,
    string Service,
    string Method,
    string Place,
    long Operations,
    long Bytes
);
