using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Page;

/// <summary>What a reader's first visit to a page takes.</summary>
/// <param name="LargestPaint">When the largest text or picture of the first screen was painted, after the click.</param>
/// <param name="LayoutShift">
/// How far things moved by themselves, from the click until the reader has scrolled to the end (Layout Instability API).
/// </param>
/// <param name="Bytes">Of page, fonts and scripts as they were sent, headers included; pictures are not in it.</param>
/// <param name="PictureBytes">Of pictures on the way to the end.</param>
internal sealed record PageLoad(TimeSpan LargestPaint, double LayoutShift, long Bytes, long PictureBytes, int Requests)
{
    /// <summary>Lighthouse's slow 4G, as it is simulated: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up.</summary>
    private const int LatencyMs = 150;
    private const int BytesDown = 1_600_000 / 8;
    private const int BytesUp = 750_000 / 8;

    /// <summary>What Chromium has to say of a page before anything of it runs.</summary>
    private const string Observers = """
        window.__paint = 0; window.__shift = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) window.__paint = e.startTime; })
          .observe({ type: 'largest-contentful-paint', buffered: true });
        new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.__shift += e.value; })
          .observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>A screen at a time, slowly enough for pictures that load when they come near.</summary>
    private const string ScrollToEnd = """
        (async () => {
          const wait = ms => new Promise(done => setTimeout(done, ms));
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
            scrollTo({ top: y, behavior: 'instant' });
            await wait(100);
          }
          await Promise.race([Promise.all([...document.images].map(i => i.decode().catch(() => 0))), wait(10000)]);
          await wait(500);
        })()
        """;

    /// <summary>Loads a page as a phone does that was never here.</summary>
    public static async Task<PageLoad> MeasureAsync(Chromium browser, Uri address, CancellationToken cancellationToken)
    {
        var kinds = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var sizes = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var tab = await browser.OpenAsync(Hear, cancellationToken);
        await tab.AskAsync("Page.enable", null, cancellationToken);
        await tab.AskAsync("Network.enable", null, cancellationToken);
        await tab.AskAsync(
            "Emulation.setDeviceMetricsOverride",
            new JsonObject
            {
                ["width"] = 412,
                ["height"] = 823,
                ["deviceScaleFactor"] = 1.75,
                ["mobile"] = true,
            },
            cancellationToken
        );
        await tab.AskAsync(
            "Network.emulateNetworkConditions",
            new JsonObject
            {
                ["offline"] = false,
                ["latency"] = LatencyMs,
                ["downloadThroughput"] = BytesDown,
                ["uploadThroughput"] = BytesUp,
            },
            cancellationToken
        );
        await tab.AskAsync(
            "Page.addScriptToEvaluateOnNewDocument",
            new JsonObject { ["source"] = Observers },
            cancellationToken
        );
        await tab.AskAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri }, cancellationToken);
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        // Fonts that the text waited for, and one frame more.
        await tab.EvaluateAsync(
            "document.fonts.ready.then(() => new Promise(done => setTimeout(done, 500)))",
            cancellationToken
        );
        var paint = (double)(await tab.EvaluateAsync("window.__paint", cancellationToken))!;
        await tab.EvaluateAsync(ScrollToEnd, cancellationToken);
        var shift = (double)(await tab.EvaluateAsync("window.__shift", cancellationToken))!;
        return new PageLoad(
            TimeSpan.FromMilliseconds(paint),
            shift,
            sizes.Where(s => !IsPicture(s.Key)).Sum(s => s.Value),
            sizes.Where(s => IsPicture(s.Key)).Sum(s => s.Value),
            sizes.Count
        );

        bool IsPicture(string request) => kinds.GetValueOrDefault(request) == "Image";

        void Hear(string name, JsonObject said)
        {
            switch (name)
            {
                case "Network.responseReceived":
                    kinds[(string)said["requestId"]!] = (string)said["type"]!;
                    break;
                case "Network.loadingFinished":
                    var length = (double)said["encodedDataLength"]!;
                    // What stands in the page itself, such as its icon, is not sent apart.
                    if (length > 0)
                        sizes[(string)said["requestId"]!] = (long)length;
                    break;
                case "Page.loadEventFired":
                    loaded.TrySetResult();
                    break;
            }
        }
    }
}
