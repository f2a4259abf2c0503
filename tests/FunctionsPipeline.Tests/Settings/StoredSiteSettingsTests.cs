using System.Net;
using System.Text;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Settings;

public sealed class StoredSiteSettingsTests
{
    private static readonly BlobPath Report = new(Containers.Reports, "site.yml.html");

    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryBlobStore _store = new();

    [Fact]
    public async Task Without_a_file_the_defaults_are_in_force()
    {
        Assert.Equal("Our articles", (await Source().GetAsync(default)).Name);
    }

    [Fact]
    public async Task A_change_comes_into_force_without_a_restart_and_an_unchanged_file_is_not_read_again()
    {
        var source = Source();
        await WriteAsync("name: One");
        Assert.Equal("One", (await source.GetAsync(default)).Name);

        _time.Advance(StoredSiteSettings.MaxAge);
        await source.GetAsync(default);
        Assert.Equal(1, _store.Calls[nameof(IBlobStore.ReadAsync)]);

        await WriteAsync("name: Two");
        Assert.Equal("One", (await source.GetAsync(default)).Name);
        _time.Advance(StoredSiteSettings.MaxAge);
        Assert.Equal("Two", (await source.GetAsync(default)).Name);
    }

    [Fact]
    public async Task A_broken_file_is_reported_and_the_last_good_one_stays_in_force()
    {
        var source = Source();
        await WriteAsync("name: Good");
        await source.GetAsync(default);

        await WriteAsync("name: Good\nurl: <script>");
        _time.Advance(StoredSiteSettings.MaxAge);

        Assert.Equal("Good", (await source.GetAsync(default)).Name);
        var report = await TextAsync(Report);
        Assert.Contains("Not in force", report, StringComparison.Ordinal);
        Assert.Contains("Fix · line 2", WebUtility.HtmlDecode(report), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_starts_while_the_file_is_broken_takes_the_last_good_one()
    {
        await WriteAsync("name: Good");
        await Source().GetAsync(default);
        await WriteAsync("name: [");

        Assert.Equal("Good", (await Source().GetAsync(default)).Name);
    }

    [Fact]
    public async Task A_deleted_file_does_not_throw_the_settings_away()
    {
        var source = Source();
        await WriteAsync("name: Good");
        await source.GetAsync(default);
        await _store.DeleteAsync(StoredSiteSettings.File, null, default);
        _time.Advance(StoredSiteSettings.MaxAge);

        Assert.Equal("Good", (await source.GetAsync(default)).Name);
        Assert.Equal("Good", (await Source().GetAsync(default)).Name);
    }

    [Fact]
    public async Task A_file_that_cannot_be_settings_is_refused_by_its_size()
    {
        await _store.WriteAsync(
            StoredSiteSettings.File,
            new byte[3 * 1024 * 1024],
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

        Assert.Equal("Our articles", (await Source().GetAsync(default)).Name);
        Assert.Contains("3072 KB", await TextAsync(Report), StringComparison.Ordinal);
    }

    /// <summary>"In force" without a word once stood over settings with which no newsletter could be sent.</summary>
    [Fact]
    public async Task What_keeps_newsletters_from_going_out_is_told_although_the_file_is_in_force()
    {
        await WriteAsync(
            """
            name: Clinic
            newsletters:
              - id: notes
                name: Notes
                subject: "{{leed}}"
                template: fancy
            """
        );

        Assert.Equal("Clinic", (await Source(new MailCheck()).GetAsync(default)).Name);

        var report = WebUtility.HtmlDecode(await TextAsync(Report));
        Assert.Contains("In force", report, StringComparison.Ordinal);
        Assert.Contains("Look at</p><p>'organisation › postalAddress' is missing", report, StringComparison.Ordinal);
        Assert.Contains("Look at</p><p>'sender' names no one of yours", report, StringComparison.Ordinal);
        Assert.Contains(
            "Look at · line 5</p><p>'newsletters › Notes › subject' cannot be used, so the usual one will be: “There is no value 'leed'”.",
            report,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Look at · line 6</p><p>'newsletters › Notes › template' names a template that is not there",
            report,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_template_of_ones_own_is_there_once_its_file_is()
    {
        await _store.WriteAsync(
            new BlobPath(Containers.Settings, "theme/fancy.hbs"),
            "<p>"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        await WriteAsync("newsletters:\n  - id: notes\n    name: Notes\n    template: fancy\n");

        await Source(new MailCheck()).GetAsync(default);

        Assert.DoesNotContain("template", await TextAsync(Report), StringComparison.Ordinal);
    }

    private StoredSiteSettings Source(params ISiteSettingsCheck[] checks) =>
        new(_store, new SiteSettingsReader(checks), new SiteSettings(), _time, NullLogger<StoredSiteSettings>.Instance);

    private Task WriteAsync(string yaml) =>
        _store.WriteAsync(
            StoredSiteSettings.File,
            Encoding.UTF8.GetBytes(yaml),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

    private async Task<string> TextAsync(BlobPath path) =>
        Encoding.UTF8.GetString((await _store.ReadAsync(path, default))!.Content.Span);
}
