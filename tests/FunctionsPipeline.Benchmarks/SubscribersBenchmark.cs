using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Audience;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// Imports N addresses into Azurite and reads them all, while single people are changed all the time. Every single change
/// and every imported row is looked for at the end. With a limit, shards are split between importing and reading.
/// </summary>
internal sealed class SubscribersBenchmark : IBenchmark
{
    private const int Singles = 64;
    private const int Writers = 4;
    private static readonly TimeSpan WriterPause = TimeSpan.FromMilliseconds(25);

    public string Name => "subscribers";

    public string Usage =>
        "[--count 200000] [--split-bytes N]  bulk import, enumeration and single changes during both, on Azurite; with"
        + " --split-bytes, shards of more bytes are split between the two; peak_mb is this process";

    public IReadOnlyList<Aim> Aims =>
        [new("imported_per_second", 30_000, AtMost: false), new("peak_mb", 150), new("lost_updates", 0)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var count = arguments.Number("count", arguments.Quick ? 2_000 : 200_000);
        var blobs = new AzureBlobStore(StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs);
        var keys = SubscriberKeys.Development;
        var hasher = new AddressHasher(keys);
        var shards = new ShardStore(blobs, keys, TimeProvider.System, new Random(1));
        var settings = new FixedSettings(new Settings.SiteSettings());
        var imports = new Imports(blobs, new InMemoryMessageQueue(), settings, TimeProvider.System);
        var runner = new ImportRunner(
            blobs,
            new ImportWriter(shards, hasher, new ImportEvidence(blobs), [], TimeProvider.System),
            hasher,
            new ImportEvidence(blobs),
            settings,
            TimeProvider.System,
            NullLogger<ImportRunner>.Instance
        );
        var singles = await PutSinglesAsync(shards, hasher, cancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var expected = new ConcurrentDictionary<SubscriberId, string>();
        var changes = 0;
        var took = new ConcurrentBag<double>();
        var writers = Enumerable
            .Range(0, Writers)
            .Select(w =>
                Task.Run(
                    async () =>
                    {
                        for (var n = 0; !stop.IsCancellationRequested; n++)
                        {
                            // Each writer has people of its own, so that the last name it wrote is the one to find.
                            var id = singles[(n % (Singles / Writers) * Writers) + w];
                            var name = $"w{w}-{n}";
                            var changing = Stopwatch.StartNew();
                            await shards.ChangeAsync(
                                id,
                                shard => new ShardChange<bool>(
                                    true,
                                    shard.Edit().Put((shard.Find(id)! with { Name = name }).Changed(name))
                                ),
                                cancellationToken
                            );
                            expected[id] = name;
                            Interlocked.Increment(ref changes);
                            took.Add(changing.Elapsed.TotalMilliseconds);
                            await Task.Delay(WriterPause, TimeProvider.System, cancellationToken);
                        }
                    },
                    cancellationToken
                )
            )
            .ToList();

        var importing = Stopwatch.StartNew();
        var id = await imports.AcceptAsync(
            new GeneratedCsv(count),
            new ImportRequest
            {
                Newsletters = ["newsletter"],
                Basis = ConsentBasis.Express,
                ConsentedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Statement = "generated",
            },
            cancellationToken
        );
        var progress = (await runner.RunAsync(id, report: null, cancellationToken))!;
        importing.Stop();
        await log.WriteLineAsync(
            $"imported {progress.Imported} in {importing.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
        );

        if (arguments.Number("split-bytes", 0) is > 0 and var above)
            await SplitAsync(blobs, above, cancellationToken);
        took.Clear();

        var enumerating = Stopwatch.StartNew();
        var recipients = 0;
        var query = new AudienceQuery("newsletter", TimeProvider.System.GetUtcNow(), []);
        await foreach (var candidate in new ShardAudience(shards).EnumerateAsync(query, cancellationToken))
            recipients += candidate.Excluded is null ? 1 : 0;
        enumerating.Stop();
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var lost = Math.Max(0, count - recipients) + Math.Abs(count - (int)progress.Imported);
        var parts = await shards.ReadAllAsync(cancellationToken).CountAsync(cancellationToken);
        foreach (var (single, name) in expected)
            lost += (await shards.ReadAsync(single, cancellationToken)).Find(single)?.Name == name ? 0 : 1;
        using var process = Process.GetCurrentProcess();
        return new JsonObject
        {
            ["count"] = count,
            ["imported_per_second"] = Math.Round(count / importing.Elapsed.TotalSeconds),
            ["enumerated_per_second"] = Math.Round(recipients / enumerating.Elapsed.TotalSeconds),
            ["peak_mb"] = Math.Round(process.PeakWorkingSet64 / 1024.0 / 1024.0),
            ["single_changes"] = changes,
            ["change_median_ms"] = Math.Round(took.Order().ElementAt(took.Count / 2), 1),
            ["shards"] = parts,
            ["lost_updates"] = lost,
        };
    }

    /// <summary>As another process would: the writers notice that their shards were split.</summary>
    private static async Task SplitAsync(IBlobStore blobs, int above, CancellationToken cancellationToken)
    {
        var shards = SplitShards.Store(blobs);
        var splitter = SplitShards.Splitter(blobs, shards, above);
        await foreach (var shard in shards.ReadAllAsync(cancellationToken))
            await splitter.SplitLargeAsync(shard.Name, shard.Length, cancellationToken);
    }

    private static async Task<List<SubscriberId>> PutSinglesAsync(
        ShardStore shards,
        AddressHasher hasher,
        CancellationToken cancellationToken
    )
    {
        var ids = new List<SubscriberId>();
        for (var i = 0; i < Singles; i++)
        {
            var address = EmailAddress.Parse($"single{i}@example.org");
            var person = new Subscriber { Id = SubscriberId.New(hasher.Shard(address)), Address = address.Value };
            await shards.ChangeAsync(
                person.Id,
                shard => new ShardChange<bool>(true, shard.Edit().Put(person)),
                cancellationToken
            );
            ids.Add(person.Id);
        }
        return ids;
    }

    /// <summary>A file of N rows that is made as it is read.</summary>
    private sealed class GeneratedCsv(int rows) : Stream
    {
        private int _row = -1;
        private byte[] _line = [];
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var written = 0;
            while (written < count)
            {
                if (_given == _line.Length)
                {
                    if (_row >= rows)
                        break;
                    _row++;
                    _line = Encoding.ASCII.GetBytes(
                        _row == 0
                            ? "email,name\r\n"
                            : $"reader.number{_row}@mail{_row % 50}.example.org,Reader Number{_row}\r\n"
                    );
                    _given = 0;
                }
                var part = Math.Min(count - written, _line.Length - _given);
                _line.AsSpan(_given, part).CopyTo(buffer.AsSpan(offset + written));
                _given += part;
                written += part;
            }
            return written;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
