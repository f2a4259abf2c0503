using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>Triggers announce a drop at least once; the report says which version is answered.</summary>
public sealed class AnsweredDropsTests
{
    private readonly Newsroom _newsroom = new();

    [Theory]
    [InlineData("sciatica.md", Newsroom.Sciatica)]
    [InlineData("empty.md", "")]
    [InlineData("notes.docx", "not a text")]
    [InlineData("later.md", "---\ntitle: Later\npublishAt: 2030-01-01\n---\n\nText.\n")]
    [InlineData("draft.md", "---\ntitle: Draft\ndraft: true\n---\n\nText.\n")]
    public async Task A_version_that_is_answered_costs_two_reads(string name, string text)
    {
        await _newsroom.PutAsync(name, text);
        var first = await _newsroom.Publisher.AnswerAsync(name, default);
        _newsroom.Store.Calls.Clear();
        var messages = _newsroom.Queue.Sent.Count;

        var second = await _newsroom.Publisher.AnswerAsync(name, default);

        Assert.Equal((first.Report!.Status, first.Slug), (second.Report!.Status, second.Slug));
        Assert.Equal(2, _newsroom.Store.Calls.Values.Sum());
        Assert.Equal(0, _newsroom.Store.Calls.GetValueOrDefault(nameof(IBlobStore.WriteAsync)));
        Assert.Equal(messages, _newsroom.Queue.Sent.Count);
    }

    [Fact]
    public async Task A_new_version_is_published()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);
        await _newsroom.PutAsync("sciatica.md", Newsroom.Sciatica.Replace("pressed", "calm", StringComparison.Ordinal));

        await _newsroom.Publisher.AnswerAsync("sciatica.md", default);

        Assert.Contains("The nerve is calm.", await _newsroom.PageAsync("sciatica"));
    }

    /// <summary>What the report proves must have happened: a repeat that finds it does nothing more.</summary>
    [Fact]
    public async Task Whichever_call_fails_the_next_event_completes_what_is_missing()
    {
        for (var step = 0; ; step++)
        {
            var room = new Newsroom();
            await room.PutAsync("sciatica.md", Newsroom.Sciatica);
            var (calls, failed) = (0, false);
            room.Store.Before = (_, _) =>
            {
                if (calls++ < step)
                    return;
                failed = true;
                throw new StorageException("Away from here on.");
            };
            await Record.ExceptionAsync(() => room.Publisher.AnswerAsync("sciatica.md", default));
            room.Store.Before = null;

            var report = (await room.Publisher.AnswerAsync("sciatica.md", default)).Report!;

            Assert.Equal(ReportStatus.Published, report.Status);
            Assert.Equal(CatalogStatus.Published, (await room.EntryAsync("sciatica"))!.Status);
            Assert.Contains("Published", await room.ReportPageAsync("sciatica.md"));
            Assert.NotEmpty(await room.NamesAsync(Containers.State, "changes/articles/sciatica"));
            Assert.NotEmpty(room.Queue.Sent);
            if (!failed)
                return;
        }
    }
}
