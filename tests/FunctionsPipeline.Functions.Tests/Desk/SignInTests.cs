using System.Net;
using System.Text.RegularExpressions;
using FunctionsPipeline.Desk.Access;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed partial class SignInTests : IAsyncLifetime
{
    private DeskApp _app = null!;

    public async Task InitializeAsync() => _app = await DeskApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private async Task<DeskReply> AskAsync(DeskBrowser browser, string email)
    {
        await browser.GetAsync("/api/desk/sign-in");
        return await browser.PostAsync("/api/desk/sign-in", ("email", email));
    }

    [Fact]
    public async Task The_mailed_link_signs_in_by_its_button()
    {
        using var browser = new DeskBrowser(_app.Address);
        await AskAsync(browser, " Desk@Clinic.example ");

        var mail = Assert.Single(_app.Mail.Sent);
        Assert.Equal(DeskApp.Staff, mail.To.Address);
        var link = new Uri(Link().Match(mail.Text).Value).AbsolutePath;
        var page = await browser.GetAsync(link);
        var answer = await browser.PostAsync(link);
        var desk = await browser.GetAsync(answer.Location!);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal((HttpStatusCode.SeeOther, "/api/desk"), (answer.Status, answer.Location));
        Assert.Equal(HttpStatusCode.OK, desk.Status);
        Assert.Contains(DeskApp.Staff, desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_does_not_tell_whose_address_is_staff()
    {
        using var browser = new DeskBrowser(_app.Address);

        var staff = await AskAsync(browser, DeskApp.Staff);
        var stranger = await AskAsync(browser, "some@one.example");

        Assert.Equal(staff.Status, stranger.Status);
        Assert.Equal(
            staff.Body.Replace(DeskApp.Staff, "X", StringComparison.Ordinal),
            stranger.Body.Replace("some@one.example", "X", StringComparison.Ordinal)
        );
        Assert.Single(_app.Mail.Sent);
    }

    [Fact]
    public async Task Looking_at_the_link_uses_nothing_up_and_the_button_works_once()
    {
        var link = await _app.LinkAsync();
        using var scanner = new DeskBrowser(_app.Address);
        await scanner.GetAsync(link);
        await scanner.GetAsync(link);
        using var first = new DeskBrowser(_app.Address);
        await first.GetAsync(link);
        using var second = new DeskBrowser(_app.Address);
        await second.GetAsync(link);

        var used = await first.PostAsync(link);
        var again = await second.PostAsync(link);

        Assert.Equal(HttpStatusCode.SeeOther, used.Status);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.DoesNotContain(second.Cookies.Keys, name => name == "__Host-desk");
        Assert.Equal(HttpStatusCode.NotFound, (await second.GetAsync(link)).Status);
    }

    [Fact]
    public async Task A_link_is_over_after_a_quarter_of_an_hour()
    {
        var link = await _app.LinkAsync();
        using var browser = new DeskBrowser(_app.Address);
        await browser.GetAsync(link);

        _app.Time.Advance(SignInLinks.Lifetime);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(link)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(link)).Status);
    }

    [Fact]
    public async Task A_link_of_someone_who_left_staff_signs_in_no_one()
    {
        var link = await _app.LinkAsync();
        using var browser = new DeskBrowser(_app.Address);
        await browser.GetAsync(link);

        await _app.WriteSettingsAsync(DeskApp.Colleague);
        _app.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(link)).Status);
    }

    [Fact]
    public async Task A_changed_link_works_for_no_one()
    {
        var link = await _app.LinkAsync();
        var changed = link[..^2] + (link[^2] == 'A' ? 'B' : 'A') + link[^1];
        using var browser = new DeskBrowser(_app.Address);
        await browser.GetAsync("/api/desk/sign-in");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(changed)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(changed)).Status);
    }

    [Fact]
    public async Task What_is_no_address_is_told_and_kept_in_the_field()
    {
        using var browser = new DeskBrowser(_app.Address);

        var answer = await AskAsync(browser, "<desk>");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("value=\"&lt;desk&gt;\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_for_one_address_are_refused_whoever_it_is()
    {
        using var browser = new DeskBrowser(_app.Address);
        foreach (var address in new[] { DeskApp.Staff, "some@one.example" })
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, address)).Status);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(browser, address)).Status);
        }
        Assert.Equal(3, _app.Mail.Sent.Count);
    }

    [Fact]
    public async Task Neither_address_nor_token_is_logged()
    {
        using var browser = new DeskBrowser(_app.Address);
        await AskAsync(browser, DeskApp.Staff);
        var link = await _app.LinkAsync();
        await browser.GetAsync(link);
        await browser.PostAsync(link);
        await browser.GetAsync("/api/desk");

        var lines = string.Join('\n', _app.Log.Lines);
        Assert.DoesNotContain(DeskApp.Staff, lines, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(link.Split('/')[^1], lines, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"https?://\S+/api/desk/sign-in/\S+")]
    private static partial Regex Link();
}
