using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>How one cell of a column that says who left is read.</summary>
public sealed class LeavingColumnTests
{
    private const string Left = "The file says that this person left";
    private const string Bounced = "The file says that mail to this address bounced";
    private const string Unconfirmed = "never confirmed the subscription";
    private const string Missing = "A column that says who left is empty";

    /// <summary>The row is imported.</summary>
    private const string Stays = "";

    /// <summary>More letters than a word of a status may have.</summary>
    private const string Long =
        " idea what she wanted, because she rang on a Friday afternoon and the line was bad for most of it";

    private readonly SubscriberWorld _world = new();

    [Theory]
    [InlineData("Status", "", Missing)]
    [InlineData("Status", "-", Missing)]
    [InlineData("Statut", "Desabonne", Left)]
    [InlineData("Statut", "SUPPRIMÉ", Left)]
    [InlineData("Statut", "De\u0301sabonne\u0301", Left)]
    [InlineData("Opt-out", "", Stays)]
    [InlineData("Opt-out", "0000-00-00 00:00:00", Stays)]
    [InlineData("Opt-out", "opted out", Left)]
    [InlineData("Opt-out", "bounced", Bounced)]
    [InlineData("Unsub time", "0000-00-00", Stays)]
    [InlineData("Unsub reason", "no", Stays)]
    [InlineData("Unsub reason", "n/a", Stays)]
    [InlineData("Unsub reason", "yes", Left)]
    [InlineData("Unsub reason", "too many", Left)]
    [InlineData("Subscribed", "0000-00-00", Left)]
    [InlineData("Subscribed", "2024-05-06", Stays)]
    [InlineData("Subscribed", "1/2/2024", Stays)]
    [InlineData("Subscribed", "2024-05-06 10:00 UTC", Stays)]
    [InlineData("consent date,confirmed at", ",", Unconfirmed)]
    [InlineData("consent date,confirmed at", ",no", Unconfirmed)]
    [InlineData("consent date,confirmed at", ",0000-00-00 00:00:00", Unconfirmed)]
    [InlineData("consent date,confirmed at", ",yes", Stays)]
    [InlineData("consent date,confirmed at", ",2024-05-06", Stays)]
    public async Task A_cell_says_how_a_person_stands(string column, string cell, string reason)
    {
        var (progress, result) = await _world.ImportAsync($"email,{column}\nann@example.org,{cell}\n");

        Assert.Equal(reason == Stays ? (1, 0) : (0, 1), (progress.Imported, progress.Refused));
        Assert.Contains(reason, result);
    }

    [Theory]
    [InlineData("Opt-out", "No" + Long)]
    [InlineData("Opt-out", "N" + Long)]
    [InlineData("Subscribed", "Y" + Long)]
    [InlineData("Subscribed", "2024")]
    [InlineData("Status", "X" + Long)]
    public async Task A_text_that_only_begins_like_an_answer_is_none(string column, string text)
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            _world.ImportAsync($"email,{column}\nann@example.org,\"{text}\"\n")
        );

        Assert.Contains($"Row 2 says '{text[..4]}", problem.Message);
        Assert.Contains("that word is not known", problem.Message);
    }

    [Fact]
    public async Task Of_two_columns_the_more_careful_one_counts_in_either_order_and_for_every_row_of_the_person()
    {
        foreach (
            var (header, cells) in new[]
            {
                ("Status,Opt-out", "unsubscribed,no"),
                ("Opt-out,Status", "no,unsubscribed"),
            }
        )
        {
            var stays = cells.Replace("unsubscribed", "active", StringComparison.Ordinal);
            var (progress, result) = await _world.ImportAsync(
                $"email,{header}\nann@example.org,{stays}\nann@example.org,{cells}\n"
            );

            Assert.Equal((0, 2), (progress.Imported, progress.Refused));
            Assert.Contains("2,Another row of the file says that this address gets no mail", result);
            Assert.Contains("3," + Left, result);
        }
    }

    [Theory]
    [InlineData("no", Stays)]
    [InlineData("", Stays)]
    [InlineData("gone fishing", Left)]
    [InlineData("?", Left)]
    public async Task An_asterisk_stands_for_every_text_that_was_not_said_to_stay(string cell, string reason)
    {
        var (progress, result) = await AnsweredAsync(cell, "Group=left:*", "Group=stays:no");

        Assert.Equal(reason == Stays ? (1, 0) : (0, 1), (progress.Imported, progress.Refused));
        Assert.Contains(reason, result);
    }

    [Theory]
    [InlineData("✗", "✗", Left)]
    [InlineData("✗", "✓", Stays)]
    [InlineData("✗", "x", Stays)]
    [InlineData("x", "✗", Stays)]
    [InlineData("x", "X.", Left)]
    [InlineData("no", "no" + Long, Stays)]
    [InlineData("No" + Long, "No" + Long, Left)]
    [InlineData("No" + Long, "Has no" + Long, Stays)]
    [InlineData("НЕТ", "нет", Left)]
    [InlineData("НЕТ", "да", Stays)]
    [InlineData("3", "unsubscribed", Left)]
    public async Task A_cell_is_compared_with_the_value_of_an_answer(string value, string cell, string reason)
    {
        var (progress, result) = await AnsweredAsync(cell, $"Group=left:{value}");

        Assert.Equal(reason == Stays ? (1, 0) : (0, 1), (progress.Imported, progress.Refused));
        Assert.Contains(reason, result);
    }

    [Fact]
    public async Task Where_the_importer_named_who_stays_every_other_text_is_asked_about()
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            AnsweredAsync("former staff", "Group=stays:patients")
        );

        Assert.Contains("Row 2 says 'former staff' in the column 'Group'", problem.Message);
        Assert.Equal(1, (await AnsweredAsync("-", "Group=stays:patients")).Progress.Imported);
    }

    [Fact]
    public async Task A_hundred_answers_are_read_and_no_more()
    {
        var answers = Enumerable.Range(0, 101).Select(i => $"Group=left:group {i}").ToArray();

        var problem = await Assert.ThrowsAsync<ImportFileException>(() => AnsweredAsync("group 100", answers));

        Assert.Equal("At most 100 answers about columns are read.", problem.Message);
        Assert.Equal(1, (await AnsweredAsync("group 99", answers[..100])).Progress.Refused);
    }

    private Task<(ImportProgress Progress, string Result)> AnsweredAsync(string cell, params string[] answers) =>
        _world.ImportAsync($"email,Group\nann@example.org,\"{cell}\"\n", Importing.Express with { Columns = answers });
}
