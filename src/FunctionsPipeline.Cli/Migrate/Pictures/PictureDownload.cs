using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Http;

namespace FunctionsPipeline.Cli.Migrate.Pictures;

/// <summary>Downloads pictures from public web addresses, within limits of size and time.</summary>
internal sealed class PictureDownload : IDisposable
{
    public const int MostBytes = 20 * 1024 * 1024;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public PictureDownload(TimeProvider time)
        : this(
            new SocketsHttpHandler
            {
                // A hostile export must not make this machine ask its own network.
                ConnectCallback = new GuardedConnections(new SyndicationOptions()).ConnectAsync,
                // A proxy would resolve names by itself.
                UseProxy = false,
                UseCookies = false,
                MaxAutomaticRedirections = 5,
                ConnectTimeout = TimeSpan.FromSeconds(10),
            },
            time
        ) { }

    /// <param name="handler">Connects; for tests.</param>
    internal PictureDownload(HttpMessageHandler handler, TimeProvider time)
    {
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("fp-migrate/1.0");
        _time = time;
    }

    /// <returns>The picture with its extension, or why there is none.</returns>
    public async Task<(byte[]? Content, string Extension, string? Problem)> GetAsync(
        Uri address,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(MostTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var answer = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!answer.IsSuccessStatusCode)
                return (null, "", $"its server answered {(int)answer.StatusCode}");
            var type = answer.Content.Headers.ContentType?.MediaType;
            if (PictureFormats.ExtensionOf(type) is not { } extension)
                return (null, "", $"it is no picture but '{type ?? "something without a type"}'");
            if (answer.Content.Headers.ContentLength > MostBytes)
                return (null, "", TooLarge);
            await using var content = await answer.Content.ReadAsStreamAsync(either.Token);
            return await ReadAsync(content, either.Token) is { } bytes
                ? (bytes, extension, null)
                : (null, "", TooLarge);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "", $"it took longer than {MostTime.TotalSeconds:0} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (
                null,
                "",
                e.InnerException is ForbiddenAddressException ? "its host has no public address" : e.Message
            );
        }
    }

    public void Dispose() => _client.Dispose();

    private static string TooLarge => $"it has more than {MostBytes / (1024 * 1024)} MB";

    private static async Task<byte[]?> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var part = new byte[81920];
        while (await content.ReadAsync(part, cancellationToken) is > 0 and var read)
        {
            if (buffer.Length + read > MostBytes)
                return null;
            buffer.Write(part, 0, read);
        }
        return buffer.ToArray();
    }
}
