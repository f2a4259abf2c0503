using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Welcome;

/// <summary>Each file that is dropped into the folder is answered, as every drop is.</summary>
public sealed class WelcomeFilesTests
{
    [Theory]
    [InlineData("hello.md", "# Hello\n\nWelcome.\n", ReportStatus.Letter)]
    [InlineData("hello.md", "---\ndraft: yes\n---\n\n# Hello\n\nText.\n", ReportStatus.Draft)]
    [InlineData("hello.md", "---\ndraft: perhaps\n---\n\nText.\n", ReportStatus.Rejected)]
    [InlineData("hello.md", "---\npublishAt: 2027-01-01T10:00:00Z\n---\n\n# Hello\n\nText.\n", ReportStatus.Scheduled)]
    public async Task A_report_says_what_becomes_of_it(string file, string text, ReportStatus status)
    {
        var world = await WelcomeWorld.StartAsync();
        await world.DropAsync(file, text);

        var report = await AnswerAsync(world, file);

        Assert.Equal(status, report!.Status);
        Assert.Contains($"_welcome/{file}.html", await world.NamesAsync("_welcome/", Containers.Reports));
        Assert.DoesNotContain(report.Findings, f => f.Rule == "welcome-unused");
    }

    [Fact]
    public async Task One_that_no_newsletter_sends_is_told_until_one_does()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.DropAsync("spare.md", "---\nsummary: What it says.\n---\n# Spare\n\nText.\n");
        Assert.Contains((await AnswerAsync(world, "spare.md"))!.Findings, f => f.Rule == "welcome-unused");

        world.Set(new WelcomeStep("spare.md", TimeSpan.Zero));

        Assert.Empty((await AnswerAsync(world, "spare.md"))!.Findings);
    }

    [Fact]
    public async Task A_version_that_is_answered_is_not_answered_again_and_a_deleted_one_is()
    {
        var world = await WelcomeWorld.StartAsync();
        await AnswerAsync(world, "hello.md");
        var before = (await world.Blobs.ReadAsync(ArticleReport.JsonOf("_welcome/hello.md"), default))!.ETag;
        await AnswerAsync(world, "hello.md");
        Assert.Equal(before, (await world.Blobs.ReadAsync(ArticleReport.JsonOf("_welcome/hello.md"), default))!.ETag);

        await world.TakeAwayAsync("hello.md");
        Assert.Equal(ReportStatus.Removed, (await AnswerAsync(world, "hello.md"))!.Status);
        Assert.Null(await AnswerAsync(world, "never.md"));
    }

    [Theory]
    [InlineData("_welcome/hello.md", true)]
    [InlineData("_welcome/deep/hello.md", false)]
    [InlineData("_welcome/picture.png", false)]
    [InlineData("_welcome/", false)]
    [InlineData("_notes/hello.md", false)]
    [InlineData("welcome/hello.md", false)]
    public void Only_texts_in_the_folder_itself_are_answered(string source, bool isAt) =>
        Assert.Equal(isAt, WelcomeText.IsAt(source));

    [Fact]
    public async Task A_mac_names_files_otherwise_and_they_are_found()
    {
        var world = await WelcomeWorld.StartAsync();
        world.Set(new WelcomeStep("\u00c0 bient\u00f4t.md", TimeSpan.Zero));
        await world.DropAsync("A\u0300 biento\u0302t.md", "# Au revoir\n\nTexte.\n");

        await world.WelcomeAsync("ann@example.org");

        Assert.Equal(["Au revoir"], world.MailOf("ann@example.org"));
    }

    private static Task<ArticleReport?> AnswerAsync(WelcomeWorld world, string file) =>
        world.People.Get<WelcomeFiles>().AnswerAsync("_welcome/" + file, again: false, default);
}
