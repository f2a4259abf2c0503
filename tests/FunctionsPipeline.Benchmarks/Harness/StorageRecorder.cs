using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// Records every HTTP request that this process makes to one storage account, ours and the host's alike: the figures
/// count what is billed, not what we believe we call.
/// </summary>
public sealed class StorageRecorder : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _accountPath;
    private readonly int _queuePort;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly ConcurrentQueue<StorageRequest> _requests = new();
    private readonly ConcurrentDictionary<string, bool> _written = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Container, string Ending), int> _counts = new();
    private volatile bool _recording;

    /// <param name="account">The account's name, as Azurite's URLs have it.</param>
    /// <param name="queuePort">Where its queue service answers.</param>
    public StorageRecorder(string account, int queuePort)
    {
        (_accountPath, _queuePort) = ($"/{account}", queuePort);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyCollection<StorageRequest> Requests => _requests;

    /// <summary>How many different blobs of a container, with that ending, were written so far. Cheap enough to be asked all the time.</summary>
    /// <param name="ending">With its dot, e.g. <c>.json</c>.</param>
    public int Written(string container, string ending) => _counts.GetValueOrDefault((container, ending));

    public void Start() => _recording = true;

    public void Stop() => _recording = false;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (!_recording || value.Key != "System.Net.Http.HttpRequestOut.Stop")
            return;
        var request = Read<HttpRequestMessage>(value.Value, "Request");
        if (request?.RequestUri is not { } uri || !uri.AbsolutePath.StartsWith(_accountPath, StringComparison.Ordinal))
            return;
        var path = uri.AbsolutePath[_accountPath.Length..].TrimStart('/');
        _requests.Enqueue(new StorageRequest(request.Method.Method, uri.Port == _queuePort, path, uri.Query, request.Content?.Headers.ContentLength ?? 0));
        if (Read<HttpResponseMessage>(value.Value, "Response")?.StatusCode == HttpStatusCode.Created && _written.TryAdd(path, true))
            _counts.AddOrUpdate((path.Split('/')[0], Path.GetExtension(path)), 1, (_, count) => count + 1);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private static T? Read<T>(object? payload, string property) where T : class
        => payload?.GetType().GetProperty(property)?.GetValue(payload) as T;
}

/// <summary>One request. <see cref="Path"/> is below the account, still percent-encoded; <see cref="Bytes"/> is its body.</summary>
public sealed record StorageRequest(string Method, bool IsQueue, string Path, string Query, long Bytes);
