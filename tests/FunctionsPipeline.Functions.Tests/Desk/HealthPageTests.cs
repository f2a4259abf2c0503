using System.Net;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class HealthPageTests : DeskPageTest
{
    private const string Poison = "syndication-poison";
    private const string Text = "{\"slug\":\"sciatica\",\"target\":\"masto\"}";

    protected override Task PrepareAsync()
    {
        App.Poison.Messages.Add(new PoisonMessage(Poison, "1", Text, App.Time.GetUtcNow()));
        return Task.CompletedTask;
    }

    private Task<DeskReply> ActAsync(string act) =>
        Browser.PostAsync($"/api/desk/health/{act}", ("queue", Poison), ("message", "1"));

    [Fact]
    public async Task It_shows_what_failed_and_the_overview_leads_there()
    {
        var health = await Browser.GetAsync("/api/desk/health");
        var overview = await Browser.GetAsync("/api/desk");

        Assert.Contains("Carry article sciatica to target masto", health.Text, StringComparison.Ordinal);
        Assert.Contains("1 piece of work failed too often", overview.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/desk/health\"", overview.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_again_gives_it_back_once_and_is_a_line_of_the_history()
    {
        await Browser.GetAsync("/api/desk/health");

        var first = await ActAsync("retry");
        var page = await Browser.GetAsync(first.Location!);
        var second = await ActAsync("retry");
        var after = await Browser.GetAsync(second.Location!);

        Assert.Equal((HttpStatusCode.SeeOther, "/api/desk/health"), (first.Status, first.Location));
        Assert.Contains("Given back to be tried again", page.Text, StringComparison.Ordinal);
        Assert.Equal(("syndication", Text), App.Queue.Sent.Select(s => (s.Queue, s.Message)).Single());
        Assert.Contains("It is no longer there", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "It is no longer there",
            (await Browser.GetAsync("/api/desk/health")).Text,
            StringComparison.Ordinal
        );
        var history = await Browser.GetAsync("/api/desk/history");
        Assert.Single(history.Text.Split("tried again:")[1..]);
    }

    [Fact]
    public async Task Drop_deletes_it()
    {
        await Browser.GetAsync("/api/desk/health");

        await ActAsync("drop");

        Assert.Empty(App.Poison.Messages);
        Assert.Empty(App.Queue.Sent);
        Assert.Contains("dropped:", (await Browser.GetAsync("/api/desk/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_act_is_done_whose_line_cannot_be_written()
    {
        await Browser.GetAsync("/api/desk/health");
        App.Store.Before = (operation, path) =>
        {
            if (path.Name.StartsWith("desk/history/", StringComparison.Ordinal))
                throw new StorageException("Away.");
        };

        var answer = await ActAsync("drop");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Single(App.Poison.Messages);
    }

    [Fact]
    public async Task While_sending_is_halted_it_says_why_and_asks_who_left()
    {
        await HaltAsync();

        var overview = await Browser.GetAsync("/api/desk");
        var health = await Browser.GetAsync("/api/desk/health");
        var without = await Browser.PostAsync("/api/desk/health/adopt");
        var wrong = await Browser.PostAsync("/api/desk/health/adopt", ("departures", "a@b.example\nnonsense"));

        Assert.Contains("All sending is stopped", overview.Text, StringComparison.Ordinal);
        Assert.Contains("Resume sending from here", health.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("Line 2 is not a whole e-mail address", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("a@b.example", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("resumed", (await Browser.GetAsync("/api/desk/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_resumes_once_the_lists_were_read_and_those_who_left_are_left()
    {
        await ImportAsync("email\nann@readers.example\nben@readers.example\n");
        await HaltAsync();
        await Browser.GetAsync("/api/desk/health");

        App.Lists.IsAway = true;
        var refused = await Browser.PostAsync("/api/desk/health/adopt", ("departures", "ben@readers.example"));
        App.Lists.IsAway = false;
        var resumed = await Browser.PostAsync("/api/desk/health/adopt", ("departures", "ben@readers.example"));
        var health = await Browser.GetAsync("/api/desk/health");
        var again = await Browser.PostAsync("/api/desk/health/adopt", ("none", "yes"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("could not be read", refused.Text, StringComparison.Ordinal);
        Assert.Contains("ben@readers.example", refused.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, resumed.Status);
        Assert.DoesNotContain("Resume sending from here", health.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        var ben = await Browser.PostAsync("/api/desk/readers/find", ("email", "ben@readers.example"));
        var ann = await Browser.PostAsync("/api/desk/readers/find", ("email", "ann@readers.example"));
        Assert.DoesNotContain("Gets mail", ben.Text, StringComparison.Ordinal);
        Assert.Contains("Gets mail", ann.Text, StringComparison.Ordinal);
        var history = await Browser.GetAsync("/api/desk/history");
        Assert.DoesNotContain("readers.example", history.Text, StringComparison.Ordinal);
    }

    private Task HaltAsync() =>
        App.PutAsync(
            new BlobPath(Containers.State, "sending/standing.json"),
            """
            {"identity":"another","lastTick":"2026-03-10T14:00:00Z","fence":{"reason":"otherAccount","detail":"x","at":"2026-03-10T14:30:00Z","lastTick":"2026-03-10T14:00:00Z"}}
            """
        );
}
