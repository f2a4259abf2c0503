using FunctionsPipeline.Pictures;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Pictures;

namespace FunctionsPipeline.Tests.Publishing.Pictures;

/// <summary>Pictures that are something else, or that harm what opens them.</summary>
public sealed class HostilePicturesTests : ArticlePicturesTest
{
    [Theory]
    [InlineData("a.jpg", "png", "wrong-extension")]
    [InlineData("a.jpg", "bomb", "wrong-extension")]
    [InlineData("a.png", "bomb", "huge-image")]
    [InlineData("a.png", "page", "broken-image")]
    [InlineData("a.png", "nothing", "broken-image")]
    [InlineData("a.jpg", "cut", "broken-image")]
    public async Task A_picture_that_its_first_bytes_speak_against_is_refused_at_once(
        string name,
        string kind,
        string rule
    )
    {
        var bomb = Photo.Png(64, 64);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 60_000);
        await Room.PutAsync(
            name,
            kind switch
            {
                "png" => Photo.Png(64, 64),
                "bomb" => bomb,
                "page" => "<html><script>alert(1)</script></html>"u8.ToArray(),
                "nothing" => [],
                _ => Photo.Jpeg(64, 64)[..^20],
            }
        );

        var report = await Room.DropAsync("back.md", $"# Back\n\n![A spine]({name})");

        Assert.NotNull(Assert.Single(report.Findings, f => f.Rule == rule).Fix);
        Assert.DoesNotContain("<img", await Room.PageAsync("back"), StringComparison.Ordinal);
        Assert.Null(await Room.WebAsync("back/" + name));
        Assert.DoesNotContain(Room.Queue.Sent, m => m.Queue == Queues.Pictures);
    }

    /// <summary>What follows a picture, or is hidden in it, is not published with it.</summary>
    [Fact]
    public async Task A_picture_that_is_a_page_too_is_only_a_picture_afterwards()
    {
        var photo = Photo.Detailed(600, 400);
        byte[] comment = [0xFF, 0xFE, 0, 32, .. "<script>alert(document)</script"u8[..30]];
        await Room.PutAsync("a.jpg", [.. photo[..2], .. comment, .. photo[2..], .. "<script>alert(1)</script>"u8]);
        await Room.DropAsync("back.md", "# Back\n\n![A spine](a.jpg)");
        await MakeAsync();

        foreach (var name in await Room.NamesAsync(Containers.Web, "back/a.jpg"))
            Assert.DoesNotContain("<script", await Room.WebAsync(name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_turns_out_to_be_damaged_is_taken_off_and_told()
    {
        await Room.PutAsync("a.png", Articles.Images.SampleImages.Png());
        await Room.PutAsync("b.jpg", Small);
        await Room.DropAsync("back.md", "# Back\n\n![A spine](a.png)\n\nWords.\n\n![A knee](b.jpg)");

        await MakeAsync();

        var report = (await Room.ReportAsync("back.md"))!;
        Assert.Contains("damaged", Assert.Single(report.Findings, f => f.Rule == "broken-image").Message);
        Assert.Null(await Room.WebAsync("back/a.png"));
        var page = (await Room.PageAsync("back"))!;
        Assert.DoesNotContain("back/a.png", page, StringComparison.Ordinal);
        Assert.Contains("back/b.jpg.480.webp", page, StringComparison.Ordinal);
        // Known by now: it is neither published nor made again.
        await Room.Publisher.PublishAsync("back.md", default);
        Assert.Null(await Room.WebAsync("back/a.png"));
        Assert.Single(Room.Queue.Sent, m => m.Queue == Queues.Pictures);

        await Room.PutAsync("a.png", Photo.Png(900, 600));
        await Room.Publisher.PublishAsync("a.png", default);
        await MakeAsync();

        Assert.Contains("back/a.png.480.webp", await Room.PageAsync("back"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_ends_the_process_each_time_is_given_up()
    {
        await DropAsync();
        var store = Room.Faults;
        store.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.ReadAsync) && path.Name == "back/a.jpg")
                throw new InvalidOperationException("The process ends here.");
        };
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() => MakeAsync());

        await MakeAsync();

        Assert.Equal(PictureFault.TooComplex, (await Room.EntryAsync("back"))!.Files[0].Forms!.Fault);
        var page = (await Room.PageAsync("back"))!;
        Assert.DoesNotContain("back/a.jpg", page, StringComparison.Ordinal);
        Assert.Contains("back/b.jpg.480.webp", page, StringComparison.Ordinal);
    }
}
