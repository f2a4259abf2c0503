using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// Counts what is posted to <c>/v3/mail/send</c> and keeps the first bodies as files, so that the same bytes can be posted
/// again by a bare <see cref="HttpClient"/>.
/// </summary>
internal sealed class PostedBodies : IDisposable
{
    private static readonly byte[] SendAt = Encoding.ASCII.GetBytes("\"send_at\":");
    private readonly ScratchFolder _folder = new();
    private int _taken;
    private int _kept;

    /// <summary>How many more bodies are kept.</summary>
    public int Wanted { get; set; }

    /// <summary>Requests that were answered 202 so far.</summary>
    public int Taken => Volatile.Read(ref _taken);

    public long Bytes => _folder.Files.Sum(f => f.Length);

    /// <param name="later">Added to each body's send time, so that nothing of it is due while it is posted again and again.</param>
    public DelegatingHandler Handler(TimeSpan later) => new Keeper(this, later);

    /// <summary>Posts so many bodies, beginning again when they run out.</summary>
    /// <returns>Seconds.</returns>
    public async Task<double> PostAsync(Uri mail, int count, int atATime, CancellationToken cancellationToken)
    {
        var files = _folder.Files.ToList();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = mail };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BenchApp.ApiKey);
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                using var body = new StreamContent(files[i % files.Count].OpenRead(), 64 * 1024);
                body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(new Uri("v3/mail/send", UriKind.Relative), body, token);
                if (answer.StatusCode != HttpStatusCode.Accepted)
                    throw new InvalidOperationException($"A bare post was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}");
            });
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _folder.Dispose();

    private async Task KeepAsync(HttpContent body, TimeSpan later, CancellationToken cancellationToken)
    {
        var bytes = await body.ReadAsByteArrayAsync(cancellationToken);
        var at = bytes.AsSpan().IndexOf(SendAt) + SendAt.Length;
        var digits = bytes.AsSpan(at, bytes.AsSpan(at).IndexOfAnyExceptInRange((byte)'0', (byte)'9'));
        var moved = long.Parse(digits, CultureInfo.InvariantCulture) + (long)later.TotalSeconds;
        Encoding.ASCII.GetBytes(moved.ToString(CultureInfo.InvariantCulture)).CopyTo(digits);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, $"{Interlocked.Increment(ref _kept):d6}.json"), bytes, cancellationToken);
    }

    private sealed class Keeper(PostedBodies owner, TimeSpan later) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isSend = request.RequestUri!.AbsolutePath == "/v3/mail/send";
            if (isSend && owner._kept < owner.Wanted)
                await owner.KeepAsync(request.Content!, later, cancellationToken);
            var answer = await base.SendAsync(request, cancellationToken);
            if (isSend && answer.StatusCode == HttpStatusCode.Accepted)
                Interlocked.Increment(ref owner._taken);
            return answer;
        }
    }
}
