using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Events;

/// <summary>
/// Posts signed events to the webhook, in batches. What is not answered 2xx is posted again, with longer and longer
/// pauses by the emulator's clock, for 24 hours.
/// </summary>
internal sealed class EventPoster : IAsyncDisposable
{
    /// <summary>SendGrid posts up to 768 KB; an event is about half a kilobyte.</summary>
    private const int EventsPerPost = 500;

    private static readonly TimeSpan RetriesEnd = TimeSpan.FromHours(24);
    private static readonly TimeSpan PostTimeout = TimeSpan.FromSeconds(30);

    private readonly Channel<(MailSendRequest Request, DateTimeOffset At)> _requests = Channel.CreateUnbounded<(
        MailSendRequest,
        DateTimeOffset
    )>();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = PostTimeout,
    };
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _wrongKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _clock;
    private readonly Faults _faults;
    private readonly EventFactory _factory;
    private readonly Task _running;
    private readonly List<Task> _retrying = [];
    private int _pending;
    private int _waiting;
    private int _posts;
    private int _lost;

    public EventPoster(TimeProvider clock, Faults faults, EventFactory factory, Uri? webhook)
    {
        (_clock, _faults, _factory, Webhook) = (clock, faults, factory, webhook);
        _running = RunAsync();
    }

    public Uri? Webhook { get; set; }

    /// <summary>Base64 SPKI, as SendGrid shows it.</summary>
    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Requests whose events were not all tried yet.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Posts that failed and will be tried again.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Posts that were answered 2xx.</summary>
    public int Posts => Volatile.Read(ref _posts);

    /// <summary>Posts given up after 24 hours, or lost by a fault.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public void Enqueue(MailSendRequest request, DateTimeOffset at)
    {
        Interlocked.Increment(ref _pending);
        _requests.Writer.TryWrite((request, at));
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var (request, at) in _requests.Reader.ReadAllAsync(_stop.Token))
            {
                await PostAllAsync(request, at);
                Interlocked.Decrement(ref _pending);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task PostAllAsync(MailSendRequest request, DateTimeOffset at)
    {
        var events = _factory.Make(request, at, _faults.Strikes(Fault.MissingProcessed));
        if (_faults.Strikes(Fault.ReorderEvents))
        {
            var all = events.ToArray();
            _faults.Shuffle<MailEvent>(all);
            events = all;
        }
        foreach (var some in events.Chunk(EventsPerPost))
        {
            if (Webhook is null)
                continue;
            if (_faults.Strikes(Fault.LoseEvents))
            {
                Interlocked.Increment(ref _lost);
                continue;
            }
            var body = EventFactory.Write(some, Guid.NewGuid().ToString("N"));
            await PostOrRetryAsync(body);
            if (_faults.Strikes(Fault.DuplicateEvents))
                await PostOrRetryAsync(body);
            if (_faults.Strikes(Fault.DuplicateEventsWithNewIds))
                await PostOrRetryAsync(EventFactory.Write(some, Guid.NewGuid().ToString("N")));
        }
    }

    private async Task PostOrRetryAsync(byte[] body)
    {
        if (await PostAsync(body))
            return;
        Interlocked.Increment(ref _waiting);
        lock (_retrying)
        {
            _retrying.RemoveAll(t => t.IsCompleted);
            _retrying.Add(RetryAsync(body));
        }
    }

    private async Task RetryAsync(byte[] body)
    {
        try
        {
            var first = _clock.GetUtcNow();
            for (
                var pause = TimeSpan.FromMinutes(1);
                _clock.GetUtcNow() - first < RetriesEnd;
                pause = pause < TimeSpan.FromMinutes(30) ? pause * 2 : pause
            )
            {
                await Task.Delay(pause, _clock, _stop.Token);
                if (await PostAsync(body))
                    return;
            }
            Interlocked.Increment(ref _lost);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<bool> PostAsync(byte[] body)
    {
        if (_faults.WebhookOutage || Webhook is not { } webhook)
            return false;
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = _faults.Strikes(Fault.WrongSignature) ? _wrongKey : _key;
        var signature = key.SignData(
            [.. Encoding.UTF8.GetBytes(timestamp), .. body],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        try
        {
            using var response = await _client.SendAsync(request, _stop.Token);
            if (!response.IsSuccessStatusCode)
                return false;
            Interlocked.Increment(ref _posts);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Task[] retrying;
        lock (_retrying)
            retrying = [.. _retrying];
        await Task.WhenAll(retrying);
        _client.Dispose();
        _key.Dispose();
        _wrongKey.Dispose();
        _stop.Dispose();
    }
}
