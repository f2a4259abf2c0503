using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// Subscribe, confirm, unsubscribe through HTTP on two app processes that share one account: each person's three requests
/// go to the two in turn. Each person calls from an address of their own, so that the limits stay on.
/// </summary>
internal sealed partial class JoinBenchmark : IBenchmark
{
    private const int RequestsEach = 3;

    public string Name => "join";

    public string Usage => "[--rps 20] [--seconds 30]  subscribe, confirm, unsubscribe on two instances";

    public IReadOnlyList<Aim> Aims => [new("errors", 0), new("wrong_states", 0)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var rps = arguments.Number("rps", arguments.Quick ? 6 : 20);
        var people = rps * arguments.Number("seconds", arguments.Quick ? 3 : 30) / RequestsEach;
        var storage = await AzuriteFixture.NewAccountAsync();
        await Drops.PutAsync(storage, Containers.Settings, "site.yml", SampleSite.AddressAlone);
        await using var mail = await EmulatedSendGrid.StartAsync(
            new EmulatorOptions { InboxSize = people + 100 },
            clock: null,
            cancellationToken
        );
        var settings = new Dictionary<string, string>
        {
            ["SendGrid__ApiKey"] = "SG.bench",
            ["SendGrid__BaseUrl"] = mail.Address.AbsoluteUri,
        };
        await using var first = await RunningApp.StartAsync(storage, settings);
        await using var second = await RunningApp.StartAsync(storage, settings);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var form = Token()
            .Match(await http.GetStringAsync(new Uri(first.Address, "api/subscribe"), cancellationToken))
            .Groups[1]
            .Value;
        await Task.Delay(FormToken.Fastest + TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);

        var answers = new ConcurrentBag<(bool Good, double Seconds)>();
        async Task PostAsync(RunningApp instance, string path, int person, params (string Name, string Value)[] fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(instance.Address, path))
            {
                Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            };
            var each = Stopwatch.StartNew();
            using var client = LoopbackClient.From($"127.{1 + (person / 250 % 250)}.{person % 250}.7");
            using var answer = await client.SendAsync(request, cancellationToken);
            answers.Add((answer.StatusCode == HttpStatusCode.OK, each.Elapsed.TotalSeconds));
        }

        var shards = new ShardStore(
            new AzureBlobStore(StorageClients.From(storage).Blobs),
            SubscriberKeys.Development,
            TimeProvider.System,
            new Random(1)
        );
        var hasher = new AddressHasher(SubscriberKeys.Development);
        var links = new SubscriberLinks(new LinkSigner(SubscriberKeys.Development), new SubscriberUrls(first.Address));
        async Task<Subscriber?> FindAsync(string address)
        {
            var parsed = EmailAddress.Parse(address);
            return (await shards.ReadAsync(parsed, cancellationToken)).Find(parsed);
        }

        var wrong = 0;
        async Task PersonAsync(int person)
        {
            var address = $"person{person}@example.org";
            var (a, b) = person % 2 == 0 ? (first, second) : (second, first);
            await PostAsync(a, "api/subscribe", person, ("email", address), ("only", "newsletter"), ("form", form));
            await Eventually.TrueAsync(() => mail.Messages(address).Any(), $"the mail to {address}");
            var link = new Uri(Link().Match(mail.Messages(address).First().Text).Value);
            await PostAsync(b, link.AbsolutePath, person, ("x", "x"));
            var active = await FindAsync(address);
            if (active?.Status != SubscriberStatus.Active)
                Interlocked.Increment(ref wrong);
            if (active is null)
                return;
            await PostAsync(
                a,
                links.Unsubscribe(active.Id, "newsletter").AbsolutePath,
                person,
                ("List-Unsubscribe", "One-Click")
            );
            if ((await FindAsync(address))?.Status != SubscriberStatus.Unsubscribed)
                Interlocked.Increment(ref wrong);
        }

        var clock = Stopwatch.StartNew();
        var running = new List<Task>();
        for (var person = 0; person < people; person++)
        {
            running.Add(PersonAsync(person));
            var due = TimeSpan.FromSeconds((person + 1) * RequestsEach / (double)rps) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due, TimeProvider.System, cancellationToken);
        }
        await Task.WhenAll(running);
        clock.Stop();
        var seconds = answers.Select(a => a.Seconds).Order().ToList();
        await log.WriteLineAsync($"{people} people");
        return new JsonObject
        {
            ["requests_per_second"] = Math.Round(answers.Count / clock.Elapsed.TotalSeconds, 1),
            ["errors"] = answers.Count(a => !a.Good) + (people * RequestsEach - answers.Count),
            ["wrong_states"] = wrong,
            ["p50_ms"] = Math.Round(seconds[seconds.Count / 2] * 1000),
            ["p99_ms"] = Math.Round(seconds[seconds.Count * 99 / 100] * 1000),
        };
    }

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("http://[^\\s]+/api/confirm/[^\\s]+")]
    private static partial Regex Link();
}
