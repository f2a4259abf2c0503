using System.Net;
using System.Text;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class SessionTests : IAsyncLifetime
{
    private DeskApp _app = null!;

    public async Task InitializeAsync() => _app = await DeskApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private static async Task<bool> IsInAsync(DeskBrowser browser) =>
        (await browser.GetAsync("/api/desk")).Status == HttpStatusCode.OK;

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts()
    {
        var link = await _app.LinkAsync();
        using var browser = new DeskBrowser(_app.Address);
        await browser.GetAsync(link);

        var answer = await browser.PostAsync(link);

        var cookie = answer.SetCookies.Single(c => c.StartsWith("__Host-desk=", StringComparison.Ordinal));
        Assert.Contains("; path=/", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Contains("; samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_slides_for_twelve_hours()
    {
        using var browser = await _app.SignInAsync();

        _app.Time.Advance(TimeSpan.FromHours(11));
        Assert.True(await IsInAsync(browser));
        _app.Time.Advance(TimeSpan.FromHours(11));
        Assert.True(await IsInAsync(browser));
        _app.Time.Advance(TimeSpan.FromHours(12).Add(TimeSpan.FromMinutes(1)));

        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public async Task It_ends_when_the_address_leaves_staff()
    {
        using var browser = await _app.SignInAsync();

        await _app.WriteSettingsAsync(DeskApp.Colleague);
        _app.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_sessions_of_that_person_only()
    {
        using var phone = await _app.SignInAsync();
        using var desktop = await _app.SignInAsync();
        using var colleague = await _app.SignInAsync(DeskApp.Colleague);
        await phone.GetAsync("/api/desk");

        var answer = await phone.PostAsync("/api/desk/sign-out-everywhere");

        Assert.Equal("/api/desk/sign-in", answer.Location);
        Assert.False(await IsInAsync(phone));
        Assert.False(await IsInAsync(desktop));
        Assert.True(await IsInAsync(colleague));
        Assert.True(await IsInAsync(await _app.SignInAsync()));
    }

    [Fact]
    public async Task Signing_out_ends_this_one()
    {
        using var browser = await _app.SignInAsync();
        using var other = await _app.SignInAsync();
        await browser.GetAsync("/api/desk");

        await browser.PostAsync("/api/desk/sign-out");

        Assert.False(await IsInAsync(browser));
        Assert.True(await IsInAsync(other));
    }

    [Fact]
    public async Task Another_instance_knows_the_session_and_rotated_keys_do_not()
    {
        using var browser = await _app.SignInAsync();
        await using var second = await DeskApp.StartAsync(over: _app);
        await using var rotated = await DeskApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Links:SigningKeys"] =
                    $"k2:{Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray())};k1:{Convert.ToBase64String(new byte[32])}",
            },
            _app
        );

        Assert.True(await IsInAsync(Moved(browser, second)));
        Assert.False(await IsInAsync(Moved(browser, rotated)));
    }

    [Fact]
    public async Task Who_can_read_storage_cannot_read_the_keys()
    {
        using var browser = await _app.SignInAsync();

        var keys = 0;
        await foreach (var entry in _app.Memory.ListAsync("state", "desk/keys/", default))
        {
            keys++;
            var blob = await _app.Memory.ReadAsync(new("state", entry.Name), default);
            var text = Encoding.UTF8.GetString(blob!.Content.Span);
            Assert.Contains("<sealed", text, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", text, StringComparison.Ordinal);
        }
        Assert.NotEqual(0, keys);
    }

    [Theory]
    [InlineData("CfDJ8nonsense")]
    [InlineData("")]
    [InlineData("chunks-2")]
    public async Task A_forged_cookie_is_no_session(string value)
    {
        using var browser = new DeskBrowser(_app.Address);
        browser.Cookies["__Host-desk"] = value;

        var answer = await browser.GetAsync("/api/desk");

        Assert.Equal((HttpStatusCode.SeeOther, "/api/desk/sign-in"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Another_purpose_of_the_same_keys_is_no_session()
    {
        using var browser = await _app.SignInAsync();
        await browser.GetAsync("/api/desk");
        browser.Cookies["__Host-desk"] = browser.Cookies["__Host-desk-form"];

        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public async Task App_Service_headers_count_only_if_the_setting_says_so()
    {
        await using var behind = await DeskApp.StartAsync(
            new Dictionary<string, string?> { ["Desk:Authentication"] = "app-service" },
            _app
        );

        Assert.Equal(HttpStatusCode.SeeOther, (await WithHeaderAsync(_app, DeskApp.Staff)).Status);
        Assert.Equal(HttpStatusCode.OK, (await WithHeaderAsync(behind, DeskApp.Staff)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await WithHeaderAsync(behind, "some@one.example")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await WithHeaderAsync(behind, null)).Status);
        using var cookie = await _app.SignInAsync();
        Assert.False(await IsInAsync(Moved(cookie, behind)));
    }

    private static async Task<DeskReply> WithHeaderAsync(DeskApp app, string? address)
    {
        using var browser = new DeskBrowser(app.Address);
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/desk");
        var principal = address is null
            ? "{\"claims\":[]}"
            : "{\"auth_typ\":\"aad\",\"claims\":[{\"typ\":\"name\",\"val\":\"Kim\"},{\"typ\":\"preferred_username\",\"val\":\""
                + address
                + "\"}]}";
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(Encoding.UTF8.GetBytes(principal)));
        return await browser.SendAsync(request);
    }

    private static DeskBrowser Moved(DeskBrowser browser, DeskApp to)
    {
        var moved = new DeskBrowser(to.Address);
        foreach (var (name, value) in browser.Cookies)
            moved.Cookies[name] = value;
        return moved;
    }
}
