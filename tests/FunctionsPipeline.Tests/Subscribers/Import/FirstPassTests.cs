using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Import.Columns;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>What is asked about a file, and what is said of its columns, before anything is imported.</summary>
public sealed class FirstPassTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task Every_unknown_word_is_asked_about_once_in_each_column()
    {
        var message = await AskedAsync(
            "email,Status,State\na@example.org,zombie,active\nb@example.org,zombie,active\nc@example.org,ghoul,zombie\n"
        );

        Assert.Contains("Row 2 says 'zombie' in the column 'Status'", message);
        Assert.DoesNotContain("Row 3 says", message);
        Assert.Contains("Row 4 says 'ghoul' in the column 'Status'", message);
        Assert.Contains("Row 4 says 'zombie' in the column 'State'", message);
    }

    [Fact]
    public async Task Five_unknown_words_are_enough_for_one_question()
    {
        var message = await AskedAsync(
            "email,Status\n" + string.Concat(Enumerable.Range(1, 7).Select(i => $"a@example.org,zombie {i}\n"))
        );

        Assert.Contains("'zombie 5'", message);
        Assert.DoesNotContain("'zombie 6'", message);
    }

    [Fact]
    public async Task Columns_whose_values_say_who_left_are_asked_about_in_the_order_of_the_file()
    {
        var message = await AskedAsync(
            "email,Notes,Remarks\na@example.org,,unsubscribed\nb@example.org,unsubscribed,\nc@example.org,bounced,\n"
        );

        Assert.StartsWith(
            "Row 3 says 'unsubscribed' in the column 'Notes', which is not known. Row 2 says 'unsubscribed' in the column 'Remarks'",
            message
        );
        Assert.DoesNotContain("Row 4", message);
    }

    [Fact]
    public async Task A_word_with_a_line_break_is_quoted_on_one_line() =>
        Assert.Contains(
            "Row 2 says 'on leave' in the",
            await AskedAsync("email,Status\na@example.org,\"on\nleave\"\n")
        );

    [Fact]
    public async Task Rows_whose_cells_cannot_be_told_apart_are_refused_and_not_asked_about()
    {
        var (progress, result) = await _world.ImportAsync(
            "email,Status,Notes\na@example.org,zombie,,surplus\nb@example.org,zom\"bie,\nc@example.org,active,unsubscribed,surplus\nd@example.org,active,\n"
        );

        Assert.Equal((1, 3), (progress.Imported, progress.Refused));
        Assert.Contains("2,There is text to the right", result);
        Assert.Contains("3,\"A quote stands", result);
        Assert.Contains("4,There is text to the right", result);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_ends_the_look_and_then_the_import()
    {
        var (progress, _) = await _world.ImportAsync(
            $"email,Status\na@example.org,active\n\"{new string('x', 300_000)}\nb@example.org,zombie\n"
        );

        Assert.Equal(ImportState.Failed, progress.State);
        Assert.Contains("is a quote never closed", progress.Message);
    }

    [Fact]
    public async Task Some_of_the_words_that_were_found_are_shown_for_each_column()
    {
        var words = new[] { "unsub", "bounced", "spam", "left", "gone", "quit", "junk", "blocked", "removed" };
        var csv =
            "email,Status,Type,Opt-out,Subscribed\n"
            + string.Concat(words.Select((w, i) => $"p{i}@example.org,{w},regular,no,\n"))
            + "ann@example.org,active,spam,no,yes\n";

        var (progress, _) = await _world.ImportAsync(csv, Importing.Express with { DryRun = true });

        Assert.Equal(
            [
                "address",
                "says who left: blocked, bounced, gone, junk, left, quit, spam, unsub, …",
                "says who left: spam",
                "says who left: no row does",
                "says who left: no row does",
            ],
            progress.Columns!.Select(c => c.Meaning)
        );
    }

    [Fact]
    public async Task Every_column_that_is_used_is_shown_with_its_use()
    {
        var (progress, _) = await _world.ImportAsync(
            "First Name,Surname,Language,Consent basis,Consent date,Consent evidence,Fax,Email\nAnn,Lee,en,express,2025-01-01,form,1,ann@example.org\n",
            Importing.Express with
            {
                DryRun = true,
            }
        );

        Assert.Equal(
            [
                new ColumnUse("First Name", "first name"),
                new ColumnUse("Surname", "last name"),
                new ColumnUse("Language", "language"),
                new ColumnUse("Consent basis", "consent basis"),
                new ColumnUse("Consent date", "consent date"),
                new ColumnUse("Consent evidence", "consent evidence"),
                new ColumnUse("Fax", "not used"),
                new ColumnUse("Email", "address"),
            ],
            progress.Columns!
        );
    }

    [Fact]
    public void Addresses_of_people_who_left_are_kept_apart_from_one_another()
    {
        var gone = new GoneAddresses();
        var addresses = Enumerable.Range(0, 50).Select(i => EmailAddress.Parse($"gone{i}@example.org")).ToList();
        addresses.ForEach(gone.Add);

        var read = GoneAddresses.Read(gone.Write());

        Assert.Equal(50, read.Count);
        Assert.All(addresses, address => Assert.True(read.Has(address)));
        Assert.False(read.Has(EmailAddress.Parse("here@example.org")));
    }

    private async Task<string> AskedAsync(string csv) =>
        (await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(csv))).Message;
}
