using System.Net;
using System.Net.Http.Headers;
using FunctionsPipeline.Cli.Migrate.Pictures;

namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class PictureDownloadTests
{
    [Theory]
    [InlineData("http://127.0.0.1:9/a.png")]
    [InlineData("http://localhost:9/a.png")]
    [InlineData("http://[::1]:9/a.png")]
    public async Task A_picture_of_this_machine_is_not_asked_for(string address)
    {
        using var download = new PictureDownload(TimeProvider.System);

        var (content, _, problem) = await download.GetAsync(new Uri(address), default);

        Assert.Null(content);
        Assert.Equal("its host has no public address", problem);
    }

    [Fact]
    public async Task Only_pictures_of_a_sound_size_are_taken()
    {
        Assert.Equal((3, ".jpg", null), await GetAsync(Answer("image/jpeg", new byte[3])));
        Assert.Equal((null, "", "it is no picture but 'text/html'"), await GetAsync(Answer("text/html", new byte[3])));
        Assert.Equal(
            (null, "", "it has more than 20 MB"),
            await GetAsync(Answer("image/png", new byte[PictureDownload.MostBytes + 1]))
        );
        Assert.Equal(
            (null, "", "its server answered 404"),
            await GetAsync(new HttpResponseMessage(HttpStatusCode.NotFound))
        );
    }

    [Fact]
    public async Task A_server_that_lies_about_the_size_or_does_not_answer_is_left()
    {
        var endless = new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) };
        endless.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        Assert.Equal((null, "", "it has more than 20 MB"), await GetAsync(endless));

        var time = new ManualTimeProvider();
        using var download = new PictureDownload(new SilentHandler(), time);
        var waiting = download.GetAsync(new Uri("https://example.net/a.png"), default);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("it took longer than 30 seconds", (await waiting).Problem);
    }

    private static HttpResponseMessage Answer(string type, byte[] content)
    {
        var answer = new HttpResponseMessage { Content = new ByteArrayContent(content) };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return answer;
    }

    private static async Task<(int? Length, string Extension, string? Problem)> GetAsync(HttpResponseMessage answer)
    {
        using var download = new PictureDownload(new FixedHandler(answer), TimeProvider.System);
        var (content, extension, problem) = await download.GetAsync(new Uri("https://example.net/a.png"), default);
        return (content?.Length, extension, problem);
    }

    private sealed class FixedHandler(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(answer);
    }

    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(buffer.Length);

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => Task.FromResult(count);
    }
}
