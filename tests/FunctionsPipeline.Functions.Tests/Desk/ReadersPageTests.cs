using System.Net;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class ReadersPageTests : DeskPageTest
{
    private const string Reader = "kim@readers.example";

    private Task ImportAsync() => ImportAsync($"email,name\n{Reader},Kim\n");

    private async Task<(DeskReply Page, string Id)> FindAsync()
    {
        await Browser.GetAsync("/api/desk/readers");
        var page = await Browser.PostAsync("/api/desk/readers/find", ("email", $" {Reader.ToUpperInvariant()} "));
        return (page, page.Body.Split("name=\"id\" value=\"")[1].Split('"')[0]);
    }

    [Fact]
    public async Task A_trial_shows_how_the_file_was_understood_and_subscribes_no_one()
    {
        await Browser.GetAsync("/api/desk/readers/import");

        var answer = await SendListAsync("try", $"email,name\n{Reader},Kim\nnonsense,Lee\n");
        var id = answer.Location!.Split("id=")[1];
        var waiting = await Browser.GetAsync(answer.Location);
        await App.Services.GetRequiredService<ImportRunner>().RunAsync(id, null, default);
        var done = await Browser.GetAsync(answer.Location);
        var refused = await Browser.GetAsync("/api/desk/readers/import/result?id=" + id);
        var found = await Browser.PostAsync("/api/desk/readers/find", ("email", Reader));

        // What was tried is imported with the same words; only the file is chosen once more.
        var form = await Browser.GetAsync("/api/desk/readers/import?after=" + id);
        Assert.Contains("Paper form.", form.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"express\" selected", form.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-01-15\"", form.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"import\" checked", form.Body, StringComparison.Ordinal);
        Assert.Contains("Under way", waiting.Text, StringComparison.Ordinal);
        Assert.Contains("The trial is over", done.Text, StringComparison.Ordinal);
        Assert.Contains("address", done.Text, StringComparison.Ordinal);
        Assert.StartsWith("3,", refused.Body.Split("\r\n")[1], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, found.Status);
    }

    [Fact]
    public async Task A_damaged_form_is_a_trial_and_a_forged_one_nothing()
    {
        await Browser.GetAsync("/api/desk/readers/import");

        var forged = await SendListAsync("import", "email\na@b.example\n", token: null);
        var damaged = await SendListAsync("imp", "email\na@b.example\n");
        var without = await SendListAsync("import", "", withFile: false);
        var progress = await Browser.GetAsync(damaged.Location!);

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Contains("Trial of an import", progress.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Contains("Choose a file", without.Text, StringComparison.Ordinal);
        Assert.Single(App.Queue.Sent, s => s.Queue == Queues.Imports);
    }

    [Fact]
    public async Task A_file_that_is_not_understood_is_told_with_the_form_as_it_was()
    {
        await Browser.GetAsync("/api/desk/readers/import");

        var answer = await SendListAsync("try", "name\nKim\n");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Paper form.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_reader_is_found_by_exact_address_unsubscribed_and_erased()
    {
        await ImportAsync();

        var (page, id) = await FindAsync();
        var evidence = await Browser.PostAsync("/api/desk/readers/evidence", ("id", id));
        var left = await Browser.PostAsync("/api/desk/readers/leave", ("id", id));
        var again = await Browser.PostAsync("/api/desk/readers/leave", ("id", id));
        var erased = await Browser.PostAsync("/api/desk/readers/erase", ("id", id));
        var after = await Browser.PostAsync("/api/desk/readers/find", ("email", Reader));

        Assert.Contains("Gets mail", page.Text, StringComparison.Ordinal);
        Assert.Contains("Paper form.", evidence.Text, StringComparison.Ordinal);
        Assert.Contains("Left", left.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("/api/desk/readers", erased.Location);
        Assert.DoesNotContain("Gets mail", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_knows_no_reader()
    {
        await ImportAsync();
        var (_, id) = await FindAsync();
        await Browser.PostAsync("/api/desk/readers/leave", ("id", id));
        await Browser.PostAsync("/api/desk/readers/export", ("newsletter", "weekly"));

        var history = await Browser.GetAsync("/api/desk/history");

        Assert.Contains("unsubscribed reader", history.Text, StringComparison.Ordinal);
        Assert.Contains("exported readers", history.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("readers.example", history.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(id, history.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(App.Log.Lines, line => line.Contains("readers.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_export_is_a_whole_file()
    {
        await ImportAsync();
        await Browser.GetAsync("/api/desk/readers");

        var all = await Browser.PostAsync("/api/desk/readers/export");
        var none = await Browser.PostAsync("/api/desk/readers/export", ("newsletter", "nothing"));

        Assert.Contains(Reader, all.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
    }

    [Fact]
    public async Task Weeks_are_counted_from_the_nights()
    {
        foreach (var (day, confirmed) in new[] { ("2026-03-02", 3), ("2026-03-04", 4), ("2026-03-09", 5) })
            await App.PutAsync(
                new BlobPath(Containers.Subscribers, $"counts/{day}.json"),
                $$$"""
                {"day":"{{{day}}}","happened":{"joined":9,"confirmed":{{{confirmed}}},"left":1,"bounced":0,"imported":0},
                 "totals":{"active":1234,"pending":5,"unsubscribed":6,"suppressed":7,"byNewsletter":{"weekly":1200} } }
                """
            );

        var page = await Browser.GetAsync("/api/desk/readers");
        var operations = 0;
        App.Store.Before = (_, _) => Interlocked.Increment(ref operations);
        await Browser.GetAsync("/api/desk/readers");

        Assert.Contains("1,234", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "<td class=\"numbers\">18</td><td class=\"numbers\">7</td>",
            page.Body,
            StringComparison.Ordinal
        );
        Assert.True(operations <= 6, $"{operations} operations");
    }
}
