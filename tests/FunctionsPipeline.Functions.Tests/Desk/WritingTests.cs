using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Articles;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class WritingTests : DeskPageTest
{
    private async Task<string?> StoredAsync(string name) =>
        await App.Memory.ReadAsync(new BlobPath(Containers.Articles, name), default) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : null;

    private Task<DeskReply> SaveAsync(string file, string version, string title, string text) =>
        Browser.PostAsync(
            "/api/desk/articles/save",
            ("file", file),
            ("version", version),
            ("field-title", title),
            ("field-date", "2026-03-01"),
            ("field-summary", "All about it in one sentence."),
            ("field-tags", "Sleep, \"Back\" pain"),
            ("text", text)
        );

    [Fact]
    public async Task A_new_article_is_named_by_its_title_and_published()
    {
        await Browser.GetAsync("/api/desk/articles/write");

        var answer = await SaveAsync("", "", "Sleep: \"well\"", "A text.\r\n\r\nMore.\r\n");
        await App.Services.GetRequiredService<ArticlePublisher>().AnswerAsync("sleep-well.md", default);
        var page = await Browser.GetAsync(answer.Location!);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(
            "---\ntitle: \"Sleep: \\\"well\\\"\"\ndate: 2026-03-01\nsummary: \"All about it in one sentence.\"\ntags: [\"Sleep\", \"\\\"Back\\\" pain\"]\n---\n\nA text.\n\nMore.\n",
            await StoredAsync("sleep-well.md")
        );
        Assert.Contains("Published", page.Text, StringComparison.Ordinal);
        Assert.Contains("Saved.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_keeps_what_has_no_field()
    {
        const string before = "---\ntitle: One\nreferences:\n  - https://example.org/a\nlang: fr\n---\n\nText.\n";
        await App.PutAsync(new BlobPath(Containers.Articles, "one.md"), before);
        var form = await Browser.GetAsync("/api/desk/articles/write?file=one.md");

        await Browser.PostAsync(
            "/api/desk/articles/save",
            ("file", "one.md"),
            ("version", Value(form, "version")),
            ("field-title", "One, corrected"),
            ("others", "references:\n  - https://example.org/a\nlang: fr"),
            ("text", "Text.\n")
        );

        Assert.Contains("lang: fr", form.Text, StringComparison.Ordinal);
        Assert.Equal(
            before.Replace("title: One", "title: \"One, corrected\"", StringComparison.Ordinal),
            await StoredAsync("one.md")
        );
    }

    [Fact]
    public async Task Two_people_never_overwrite_each_other_unseen()
    {
        await App.PutAsync(new BlobPath(Containers.Articles, "one.md"), "---\ntitle: One\n---\n\nText.\n");
        var form = await Browser.GetAsync("/api/desk/articles/write?file=one.md");
        await App.PutAsync(new BlobPath(Containers.Articles, "one.md"), "---\ntitle: Theirs\n---\n\nOther text.\n");

        var conflict = await SaveAsync("one.md", Value(form, "version"), "Mine", "My text.");
        var kept = await StoredAsync("one.md");
        var decided = await SaveAsync("one.md", Value(conflict, "version"), "Mine", "My text.");

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Contains("Other text.", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("My text.", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("Other text.", kept, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, decided.Status);
        Assert.Contains("My text.", await StoredAsync("one.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_article_never_replaces_one_that_is_there()
    {
        await App.PutAsync(new BlobPath(Containers.Articles, "one.md"), "# Old\n");
        await Browser.GetAsync("/api/desk/articles/write");

        var answer = await SaveAsync("one.md", "", "New", "New text.");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("# Old\n", await StoredAsync("one.md"));
    }

    [Theory]
    [InlineData("../settings/site.yml")]
    [InlineData("_notes/x.md")]
    [InlineData("x.exe")]
    [InlineData(".hidden.md")]
    public async Task A_name_that_is_no_article_is_refused_and_the_text_kept(string name)
    {
        await Browser.GetAsync("/api/desk/articles/write");

        var answer = await SaveAsync(name, "", "New", "New text.");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("New text.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_preview_is_the_real_page_with_its_findings_and_stores_nothing()
    {
        await Browser.GetAsync("/api/desk/articles/write");

        var tried = await Browser.PostAsync(
            "/api/desk/articles/try",
            ("field-title", "One"),
            ("text", "Text.\n\n![A picture](none.png)\n<script>alert(1)</script>\n")
        );
        var document = await Browser.PostAsync(
            "/api/desk/articles/try",
            ("field-title", "One"),
            ("text", "Text."),
            ("as", "mail")
        );

        Assert.Contains("none.png", tried.Body, StringComparison.Ordinal);
        Assert.Contains("\"where\": \"line 3\"", tried.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", tried.Body, StringComparison.Ordinal);
        Assert.StartsWith("sandbox", document.Policy, StringComparison.Ordinal);
        Assert.Null(await StoredAsync("article.md"));
    }

    private async Task<DeskReply> UploadAsync(string name, byte[] content, string? over = null, string? token = "")
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"/api/desk/articles/upload-file?name={Uri.EscapeDataString(name)}"
                + (over is null ? "" : "&over=" + Uri.EscapeDataString(over))
        )
        {
            Content = new ByteArrayContent(content),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (token is not null)
            request.Headers.Add("X-Desk-Form", token.Length == 0 ? Browser.Token : token);
        return await Browser.SendAsync(request);
    }

    [Fact]
    public async Task A_file_is_stored_once_and_replaced_only_when_a_person_agrees()
    {
        await Browser.GetAsync("/api/desk/articles/upload");

        var first = await UploadAsync("folder/one.md", "# One"u8.ToArray());
        var again = await UploadAsync("folder/one.md", "# One"u8.ToArray());
        var other = await UploadAsync("folder/one.md", "# Another"u8.ToArray());
        var kept = await StoredAsync("folder/one.md");
        var version = System.Text.Json.JsonDocument.Parse(other.Body).RootElement.GetProperty("version").GetString();
        var stale = await UploadAsync("folder/one.md", "# Another"u8.ToArray(), "\"0\"");
        var agreed = await UploadAsync("folder/one.md", "# Another"u8.ToArray(), version);

        Assert.Contains("\"saved\"", first.Body, StringComparison.Ordinal);
        Assert.Contains("\"saved\"", again.Body, StringComparison.Ordinal);
        Assert.Contains("\"exists\"", other.Body, StringComparison.Ordinal);
        Assert.Equal("# One", kept);
        Assert.Contains("\"changed\"", stale.Body, StringComparison.Ordinal);
        Assert.Contains("\"saved\"", agreed.Body, StringComparison.Ordinal);
        Assert.Equal("# Another", await StoredAsync("folder/one.md"));
        var history = await Browser.GetAsync("/api/desk/history");
        Assert.Single(history.Text.Split("added the file")[1..]);
        Assert.Single(history.Text.Split("replaced the file")[1..]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task A_file_without_a_valid_token_is_not_stored(string? token)
    {
        await Browser.GetAsync("/api/desk/articles/upload");

        var answer = await UploadAsync("one.md", "# One"u8.ToArray(), token: token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(await StoredAsync("one.md"));
    }

    [Theory]
    [InlineData("../x.md", "badName")]
    [InlineData("virus.exe", "badKind")]
    [InlineData("_notes/x.md", "badKind")]
    public async Task A_file_that_is_none_of_ours_is_refused(string name, string outcome)
    {
        await Browser.GetAsync("/api/desk/articles/upload");

        Assert.Contains($"\"{outcome}\"", (await UploadAsync(name, "x"u8.ToArray())).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_more_than_30_MB_is_refused_and_nothing_stored()
    {
        await Browser.GetAsync("/api/desk/articles/upload");

        var answer = await UploadAsync("large.png", new byte[FileDrops.MostBytes + 1]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Null(await StoredAsync("large.png"));
    }

    private async Task<DeskReply> FormAsync(string? token, bool replace, params (string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent();
        if (token is not null)
            form.Add(new StringContent(token), DeskVisit.TokenField);
        if (replace)
            form.Add(new StringContent("yes"), "replace");
        foreach (var (name, text) in files)
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name);
        return await Browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/desk/articles/upload") { Content = form }
        );
    }

    [Fact]
    public async Task Without_scripts_a_form_takes_several_files()
    {
        await Browser.GetAsync("/api/desk/articles/upload");

        var forged = await FormAsync(null, false, ("one.md", "# One"));
        var none = await StoredAsync("one.md");
        var taken = await FormAsync(Browser.Token, false, ("one.md", "# One"), ("two.exe", "x"));
        var replaced = await FormAsync(Browser.Token, true, ("one.md", "# Two"));

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Null(none);
        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        Assert.Contains("It was not stored", taken.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        Assert.Equal("# Two", await StoredAsync("one.md"));
    }

    [Fact]
    public async Task The_answer_to_a_file_is_told_as_it_comes()
    {
        await Browser.GetAsync("/api/desk/articles/upload");
        await UploadAsync("one.md", "---\ntitle: One\nsummary: All.\n---\nText.\n"u8.ToArray());

        var waiting = await Browser.GetAsync("/api/desk/articles/answer?file=one.md");
        await App.Services.GetRequiredService<ArticlePublisher>().AnswerAsync("one.md", default);
        var answered = await Browser.GetAsync("/api/desk/articles/answer?file=one.md");

        Assert.Contains("\"isAnswered\": false", waiting.Body, StringComparison.Ordinal);
        Assert.Contains("\"isAnswered\": true", answered.Body, StringComparison.Ordinal);
    }
}
