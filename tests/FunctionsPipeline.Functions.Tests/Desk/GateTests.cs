using System.Net;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>What holds for every page and every form of the desk, also for those to come.</summary>
public sealed class GateTests : IAsyncLifetime
{
    /// <summary>Open to people who are not signed in.</summary>
    private static readonly string[] Open =
    [
        "desk/sign-in",
        "desk/sign-in/{token}",
        "desk/assets/{name}",
        "desk/sign-out",
        "desk/sign-out-everywhere",
    ];

    private DeskApp _app = null!;

    public async Task InitializeAsync() => _app = await DeskApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private static IEnumerable<DeskFunction> Posts => DeskApp.Functions.Where(f => f.Methods.Contains("POST"));

    private static IEnumerable<DeskFunction> Gets => DeskApp.Functions.Where(f => f.Methods.Contains("GET"));

    [Fact]
    public async Task A_post_without_a_token_or_with_a_foreign_one_does_nothing()
    {
        using var colleague = await _app.SignInAsync(DeskApp.Colleague);
        await colleague.GetAsync("/api/desk");
        using var browser = await _app.SignInAsync();
        await browser.GetAsync("/api/desk");
        var before = await StateAsync();
        Assert.NotEmpty(Posts);
        foreach (var function in Posts)
        {
            foreach (var token in new[] { null, "nonsense", colleague.Token })
            {
                var answer = await browser.PostAsync(function.AnyPath, token);
                Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{function.Name}: {answer.Status}");
            }
            var noForm = await browser.SendAsync(
                new HttpRequestMessage(HttpMethod.Post, function.AnyPath) { Content = new StringContent("x") }
            );
            Assert.True(
                noForm.Status is HttpStatusCode.UnsupportedMediaType or HttpStatusCode.BadRequest,
                $"{function.Name}: {noForm.Status}"
            );
        }
        Assert.Equal(before, await StateAsync());
        Assert.Empty(_app.Queue.Sent);
        Assert.Empty(_app.Mail.Sent);
    }

    [Fact]
    public async Task A_post_of_someone_who_is_signed_out_does_nothing()
    {
        using var browser = new DeskBrowser(_app.Address);
        await browser.GetAsync("/api/desk/sign-in");
        var before = await StateAsync();
        foreach (var function in Posts.Where(f => !Open.Contains(f.Route)))
        {
            var answer = await browser.PostAsync(function.AnyPath);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{function.Name}: {answer.Status}");
        }
        Assert.Equal(before, await StateAsync());
    }

    /// <summary>From another site a browser sends no Lax cookie with a POST, with any token in the form.</summary>
    [Fact]
    public async Task A_cross_site_post_does_nothing()
    {
        using var browser = await _app.SignInAsync();
        await browser.GetAsync("/api/desk");
        var token = browser.Token;
        browser.Cookies.Clear();
        foreach (var function in Posts)
        {
            var answer = await browser.PostAsync(function.AnyPath, token);
            Assert.True(
                answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest,
                $"{function.Name}: {answer.Status}"
            );
        }
    }

    [Fact]
    public async Task A_page_leads_who_is_signed_out_to_the_way_in()
    {
        using var browser = new DeskBrowser(_app.Address);
        foreach (var function in Gets.Where(f => !Open.Contains(f.Route)))
        {
            var answer = await browser.GetAsync(function.AnyPath);
            Assert.True(
                answer is { Status: HttpStatusCode.SeeOther, Location: "/api/desk/sign-in" },
                $"{function.Name}: {answer.Status}"
            );
        }
    }

    [Fact]
    public async Task No_page_allows_anything_inline()
    {
        using var browser = await _app.SignInAsync();
        var pages = 0;
        foreach (var function in Gets.Where(f => f.Route != "desk/assets/{name}"))
        {
            var answer = await browser.GetAsync(function.AnyPath);
            if (
                !answer.Body.StartsWith("<!doctype html>", StringComparison.Ordinal)
                || answer.Policy!.StartsWith("sandbox", StringComparison.Ordinal)
            )
                continue;
            pages++;
            Assert.Contains(
                "default-src 'none'; script-src 'self'; style-src 'self'",
                answer.Policy,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("unsafe", answer.Policy, StringComparison.Ordinal);
            Assert.DoesNotContain("style=\"", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(" onclick", answer.Body, StringComparison.Ordinal);
        }
        Assert.True(pages >= 3);
    }

    [Fact]
    public async Task Storage_that_is_away_is_said_so_on_every_page()
    {
        using var browser = await _app.SignInAsync();
        await browser.GetAsync("/api/desk");
        _app.Time.Advance(TimeSpan.FromMinutes(5));
        _app.Store.Before = (_, _) => throw new StorageException("Away.");
        foreach (var function in DeskApp.Functions.Where(f => f.Route != "desk/assets/{name}"))
        {
            var answer = function.Methods.Contains("POST")
                ? await browser.PostAsync(function.AnyPath)
                : await browser.GetAsync(function.AnyPath);
            Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, $"{function.Name}: {answer.Status}");
        }
    }

    [Fact]
    public async Task A_new_instance_that_finds_no_storage_does_not_take_people_for_signed_out()
    {
        using var browser = await _app.SignInAsync();
        await using var second = await DeskApp.StartAsync(over: _app);
        second.Store.Before = (_, _) => throw new StorageException("Away.");
        using var there = new DeskBrowser(second.Address);
        foreach (var (name, value) in browser.Cookies)
            there.Cookies[name] = value;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await there.GetAsync("/api/desk")).Status);
        second.Store.Before = null;
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/api/desk")).Status);
    }

    [Fact]
    public async Task Files_are_kept_for_long_under_their_own_name_only()
    {
        using var browser = await _app.SignInAsync();
        var page = await browser.GetAsync("/api/desk");
        using var http = new HttpClient { BaseAddress = _app.Address };
        foreach (var kind in new[] { "css", "js" })
        {
            var path = System
                .Text.RegularExpressions.Regex.Match(page.Body, $"/api/desk/assets/desk\\.[0-9a-f]+\\.{kind}")
                .Value;
            var current = await http.GetAsync(path);
            var old = await http.GetAsync($"/api/desk/assets/desk.0123456789abcdef.{kind}");

            Assert.True(current.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(100));
            Assert.True(old.Headers.CacheControl!.NoStore);
            Assert.Equal(await current.Content.ReadAsStringAsync(), await old.Content.ReadAsStringAsync());
        }
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/api/desk/assets/site.yml")).StatusCode);
    }

    private async Task<string> StateAsync()
    {
        var names = new List<string>();
        foreach (var container in Containers.All)
        {
            await foreach (var entry in _app.Memory.ListAsync(container, "", default))
                names.Add($"{container}/{entry.Name} {entry.ETag}");
        }
        return string.Join('\n', names);
    }
}
