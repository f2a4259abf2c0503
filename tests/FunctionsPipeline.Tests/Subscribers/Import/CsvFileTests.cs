using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>Rows and cells as spreadsheets and our own exports write them.</summary>
public sealed class CsvFileTests
{
    private readonly SubscriberWorld _world = new();

    [Theory]
    [InlineData("'=SUM(A1)", "=SUM(A1)")]
    [InlineData("'+1 306 555 0100", "+1 306 555 0100")]
    [InlineData("'-", "-")]
    [InlineData("'@clinic", "@clinic")]
    [InlineData("'Aoife", "'Aoife")]
    [InlineData("'", "'")]
    [InlineData("O'=x", "O'=x")]
    [InlineData("-5", "-5")]
    [InlineData("=\"007\"", "007")]
    [InlineData("=\"\"", "")]
    [InlineData("\"Said \"\"yes\"\"\"", "Said \"yes\"")]
    [InlineData("\"\"\"yes\"\" she said\"", "\"yes\" she said")]
    [InlineData("\u00a0 x \u200b", "x")]
    public async Task A_cell_is_read_as_it_was_meant(string written, string text)
    {
        using var file = await OpenAsync($"email,note\nann@example.org,{written}\n");

        Assert.True(await file.ReadAsync());
        Assert.Equal(text, file[1]);
        Assert.False(file.HasBadQuotes);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("-")]
    [InlineData("+1 306 555 0100")]
    [InlineData("@clinic")]
    [InlineData("it's, \"so\"; or\nso")]
    [InlineData("'quoted'")]
    public async Task A_cell_that_we_exported_is_read_as_it_was(string text)
    {
        await using var written = new StringWriter();
        await using (var csv = CsvOutput.To(written))
        {
            await csv.WriteRowAsync(["email", "note"]);
            await csv.WriteRowAsync(["ann@example.org", text]);
        }

        using var file = await OpenAsync(written.ToString());

        Assert.True(await file.ReadAsync());
        Assert.Equal(text, file[1]);
    }

    [Fact]
    public async Task A_last_cell_that_is_missing_is_empty_and_not_that_of_the_row_before()
    {
        await _world.ImportAsync("email,name,language\nann@example.org,Ann,fr\nbob@example.org,Bob\ncol@example.org\n");

        var (bob, col) = ((await _world.FindAsync("bob@example.org"))!, (await _world.FindAsync("col@example.org"))!);
        Assert.Equal(("Bob", null), (bob.Name, bob.Language));
        Assert.Equal((null, null), (col.Name, col.Language));
    }

    [Fact]
    public async Task Cells_to_the_right_of_the_last_column_are_no_harm_while_they_are_empty()
    {
        var (progress, result) = await _world.ImportAsync(
            "email,name\nann@example.org,Ann,,,\nbob@example.org,Bob,,,x\n"
        );

        Assert.Equal((1, 1), (progress.Imported, progress.Refused));
        Assert.Contains("3,There is text to the right", result);
    }

    [Theory]
    [InlineData("email,note\n\nann@example.org,\"two\nlines\"\nrubbish,x\n", 4)]
    [InlineData("sep=;\nemail;note\n\nrubbish;x\n", 4)]
    [InlineData("sep=;\r\nemail;note\r\n\r\nrubbish;x\r\n", 4)]
    public async Task Rows_are_numbered_as_a_spreadsheet_shows_them(string csv, int row)
    {
        var (progress, result) = await _world.ImportAsync(csv);

        Assert.Equal(1, progress.Refused);
        Assert.Contains($"\r\n{row},\"This is not an e-mail address", result);
    }

    [Fact]
    public async Task Two_hundred_columns_are_read_and_no_more()
    {
        static string Csv(int columns) =>
            $"email,{string.Join(',', Enumerable.Range(2, columns - 1).Select(i => $"field {i}"))}\nann@example.org{string.Concat(Enumerable.Repeat(",x", columns - 1))}\n";

        Assert.Equal(1, (await _world.ImportAsync(Csv(200))).Progress.Imported);
        var problem = await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(Csv(201)));
        Assert.Contains("The first row has 201 columns; at most 200 are read.", problem.Message);
    }

    [Fact]
    public async Task A_cell_that_is_too_long_ends_the_import_with_its_row()
    {
        var (progress, _) = await _world.ImportAsync(
            $"email,name\nann@example.org,Ann\nbob@example.org,\"{new string('x', 33 * 1024)}\"\n"
        );

        Assert.Equal(
            (ImportState.Failed, "Row 3 has a cell of more than 32 KB: is a quote never closed?"),
            (progress.State, progress.Message)
        );
    }

    private static Task<CsvFile> OpenAsync(string text) => CsvFile.OpenAsync(Importing.Csv(text), "utf-8", default);
}
