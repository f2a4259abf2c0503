using System.Text;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Functions.Tests.Subscribers;

/// <summary>The Functions host buffers a body with a length whole, and above 100 MiB its caller gets a bare 500.</summary>
public sealed class LargeImportTests
{
    private const string Query = "?newsletter=newsletter&basis=express&date=2025-01-31&evidence=paper&file=list.csv";

    private readonly InMemoryBlobStore _blobs = new();
    private readonly InMemoryMessageQueue _queue = new();

    [Fact]
    public void The_limit_is_reached_before_the_host_s_own() =>
        Assert.InRange(ImportSubscribers.MostBytes, 60_000_000, 100 * 1024 * 1024);

    [Fact]
    public async Task A_body_whose_length_is_too_large_is_refused_before_it_is_read()
    {
        await using var body = new Zeros(0);

        var (status, told) = await PostAsync(body, ImportSubscribers.MostBytes + 1);

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, status);
        Assert.Contains("may have 100 MB", told, StringComparison.Ordinal);
        Assert.Contains("fp subscribers import FILE", told, StringComparison.Ordinal);
        Assert.Equal(0, body.Reads);
        Assert.Empty(_blobs.Calls);
    }

    [Fact]
    public async Task A_body_without_a_length_is_refused_once_it_is_too_large()
    {
        await using var body = new Zeros(ImportSubscribers.MostBytes + 1);

        var (status, told) = await PostAsync(body, length: null);

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, status);
        Assert.Contains("fp subscribers import FILE", told, StringComparison.Ordinal);
        Assert.Empty(
            await _blobs.ListAsync(Containers.Subscribers, "", default).Where(b => b.Length > 0).ToListAsync()
        );
        Assert.Empty(_queue.Sent);
    }

    /// <summary>A file becomes a blob and a message, regardless of its size.</summary>
    [Fact]
    public async Task An_accepted_file_lies_in_a_blob_and_the_message_holds_its_id()
    {
        var (status, _) = await PostAsync(new MemoryStream("email\nann@example.org\n"u8.ToArray()), length: null);

        Assert.Equal(StatusCodes.Status202Accepted, status);
        var message = Assert.Single(_queue.Sent);
        Assert.Equal(Queues.Imports, message.Queue);
        Assert.DoesNotContain("ann@example.org", message.Message, StringComparison.Ordinal);
        Assert.Contains(
            await _blobs.ListAsync(Containers.Subscribers, "imports/", default).ToListAsync(),
            b => b.Name.EndsWith("/source.csv", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_result_of_an_import_that_is_not_finished_is_not_given_as_if_it_were_whole()
    {
        var imports = NewImports();
        var order = new ImportRequest
        {
            Newsletters = ["newsletter"],
            Basis = ImportRequest.BasisOf("express"),
            ConsentedAt = ImportRequest.DateOf("2025-01-31"),
            Statement = "paper",
        };
        var id = await imports.AcceptAsync(new MemoryStream("email\nann@example.org\n"u8.ToArray()), order, default);
        var context = NewContext();

        await (await NewFunction(imports).ResultAsync(context.Request, id, default)).ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status409Conflict, context.Response.StatusCode);
    }

    private async Task<(int Status, string Body)> PostAsync(Stream body, long? length)
    {
        var context = NewContext();
        context.Request.Method = "POST";
        context.Request.QueryString = new QueryString(Query);
        context.Request.Body = body;
        context.Request.ContentLength = length;
        await (await NewFunction(NewImports()).AcceptAsync(context.Request, default)).ExecuteAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body, Encoding.UTF8);
        return (context.Response.StatusCode, await reader.ReadToEndAsync());
    }

    private Imports NewImports() => new(_blobs, _queue, new FixedSettings(new SiteSettings()), TimeProvider.System);

    private static ImportSubscribers NewFunction(Imports imports) =>
        new(
            imports,
            runner: null!,
            new StorageRetry(TimeProvider.System, NullLogger<StorageRetry>.Instance),
            TimeProvider.System
        );

    private static DefaultHttpContext NewContext() =>
        new()
        {
            Response = { Body = new MemoryStream() },
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };

    /// <summary>A body of so many bytes that is nowhere.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public int Reads { get; private set; }

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
            Reads++;
            var read = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
