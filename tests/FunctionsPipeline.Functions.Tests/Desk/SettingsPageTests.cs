using System.Net;
using System.Text;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class SettingsPageTests : DeskPageTest
{
    private async Task<string> StoredAsync() =>
        Encoding.UTF8.GetString((await App.Memory.ReadAsync(StoredSiteSettings.File, default))!.Content.Span);

    private Task<DeskReply> SendAsync(string act, string text, string version) =>
        Browser.PostAsync("/api/desk/settings", ("do", act), ("text", text), ("version", version));

    [Fact]
    public async Task It_shows_the_file_its_contrast_and_who_may_sign_in()
    {
        var page = await Browser.GetAsync("/api/desk/settings");

        Assert.Contains("This text has no mistake", page.Text, StringComparison.Ordinal);
        Assert.Contains("to 1 on #ffffff", page.Text, StringComparison.Ordinal);
        Assert.Contains(DeskApp.Colleague, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_saved_and_is_a_line_of_the_history()
    {
        var version = Value(await Browser.GetAsync("/api/desk/settings"), "version");
        var changed = (await StoredAsync()).Replace("Clinic notes", "Our notes", StringComparison.Ordinal);

        var answer = await SendAsync("save", changed.Replace("\n", "\r\n", StringComparison.Ordinal), version);
        App.Time.Advance(TimeSpan.FromMinutes(1));
        var page = await Browser.GetAsync(answer.Location!);

        Assert.Equal(changed, await StoredAsync());
        Assert.Contains("Our notes", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "name: Our notes",
            (await Browser.GetAsync("/api/desk/history")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("save")]
    [InlineData("check")]
    public async Task A_mistake_is_told_with_its_line_and_not_saved(string act)
    {
        var version = Value(await Browser.GetAsync("/api/desk/settings"), "version");
        var before = await StoredAsync();

        var answer = await SendAsync(act, before + "\nbrand:\n  accent: \"#ffff00\"\n", version);

        Assert.Contains("contrast", answer.Text, StringComparison.Ordinal);
        Assert.Contains("line ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("#ffff00", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync());
    }

    [Fact]
    public async Task No_one_locks_themselves_out()
    {
        var version = Value(await Browser.GetAsync("/api/desk/settings"), "version");
        var before = await StoredAsync();

        var answer = await SendAsync(
            "save",
            before.Replace(DeskApp.Staff, "else@clinic.example", StringComparison.Ordinal),
            version
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(before, await StoredAsync());
    }

    [Fact]
    public async Task Two_people_see_each_others_version()
    {
        var version = Value(await Browser.GetAsync("/api/desk/settings"), "version");
        var before = await StoredAsync();
        await App.PutAsync(StoredSiteSettings.File, before.Replace("Clinic notes", "Theirs", StringComparison.Ordinal));

        var answer = await SendAsync("save", before.Replace("Clinic notes", "Mine", StringComparison.Ordinal), version);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("name: Theirs", answer.Text, StringComparison.Ordinal);
        Assert.Contains("name: Mine", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Theirs", await StoredAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_good_version_is_one_button_away()
    {
        await Browser.GetAsync("/api/desk");
        var good = await StoredAsync();
        await App.PutAsync(StoredSiteSettings.File, "name: [");
        App.Time.Advance(TimeSpan.FromMinutes(1));
        var page = await Browser.GetAsync("/api/desk/settings");
        var overview = await Browser.GetAsync("/api/desk");

        await SendAsync("restore", "name: [", Value(page, "version"));

        Assert.Contains("has a mistake", page.Text, StringComparison.Ordinal);
        Assert.Contains("The settings file has a mistake", overview.Text, StringComparison.Ordinal);
        Assert.Equal(good, await StoredAsync());
    }
}
