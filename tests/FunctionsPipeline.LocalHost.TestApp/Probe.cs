using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.TestApp;

/// <summary>
/// Reports each run to the test, which is another process, and does what the test answers: nothing, <c>throw</c>,
/// <c>exit</c>, or <c>ignore</c> (goes on although its token is cancelled). A test that does not answer makes the
/// function wait.
/// </summary>
public sealed class Probe(IConfiguration settings) : IDisposable
{
    private readonly HttpClient _test = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri(
            settings["Probe"]
                ?? throw new InvalidOperationException("The setting Probe is missing: where the test listens.")
        ),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task RunAsync(string happened, CancellationToken cancellationToken)
    {
        using var response = await _test.PostAsync(
            new Uri("/run", UriKind.Relative),
            new StringContent(happened),
            cancellationToken
        );
        switch (await response.Content.ReadAsStringAsync(cancellationToken))
        {
            case "throw":
                throw new InvalidOperationException($"The test wants '{happened}' to fail.");
            case "exit":
                Process.GetCurrentProcess().Kill();
                break;
            case "ignore":
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                break;
            default:
                break;
        }
    }

    public void Dispose() => _test.Dispose();
}
