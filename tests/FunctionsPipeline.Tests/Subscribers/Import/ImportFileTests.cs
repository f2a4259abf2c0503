using System.Text;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>Files as programs write them, and files that are none.</summary>
public sealed class ImportFileTests
{
    private readonly SubscriberWorld _world = new();

    public static TheoryData<string, byte[]> Quirks()
    {
        const string text = "email,name\r\nzoe@example.org,Zoë\r\n";
        var ansi = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        return new TheoryData<string, byte[]>
        {
            { "plain", Encoding.UTF8.GetBytes(text) },
            { "byte-order mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)] },
            { "Windows-1252", ansi.GetBytes(text) },
            {
                "UTF-16 as Excel's Unicode text",
                [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text.Replace(',', '\t'))]
            },
            {
                "UTF-16 big endian",
                [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)]
            },
            { "semicolons", Encoding.UTF8.GetBytes(text.Replace(',', ';')) },
            { "tabs", Encoding.UTF8.GetBytes(text.Replace(',', '\t')) },
            { "Excel's sep line", Encoding.UTF8.GetBytes("sep=;\r\n" + text.Replace(',', ';')) },
            { "old Mac line ends", Encoding.UTF8.GetBytes(text.Replace("\r\n", "\r")) },
            { "Unix line ends, none at the end", Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n").TrimEnd()) },
            { "everything quoted", Encoding.UTF8.GetBytes("\"email\",\"name\"\r\n\"zoe@example.org\",\"Zoë\"\r\n") },
            {
                "a comma in a quoted header",
                Encoding.UTF8.GetBytes("\"Notes, internal\";E-Mail;Name\r\n\"a;b\";zoe@example.org;Zoë\r\n")
            },
            {
                "more commas in a quoted header than separators",
                Encoding.UTF8.GetBytes("\"Notes, internal, of the desk\";E-Mail;Name\r\n;zoe@example.org;Zoë\r\n")
            },
            {
                "spaces and upper case",
                Encoding.UTF8.GetBytes(" E-mail Address , NAME \r\n  ZOE@Example.org , Zoë \r\n")
            },
            { "text cells", Encoding.UTF8.GetBytes("email,name\r\n=\"zoe@example.org\",'Zoë\r\n".Replace("'Z", "Z")) },
            { "missing last cells", Encoding.UTF8.GetBytes("email,name,notes,more\r\nzoe@example.org,Zoë\r\n") },
            { "blank rows", Encoding.UTF8.GetBytes("email,name\r\n\r\n,,\r\nzoe@example.org,Zoë\r\n\r\n") },
            {
                "embedded line ends",
                Encoding.UTF8.GetBytes(
                    "email,name,notes\r\nzoe@example.org,Zoë,\"two\r\nlines and \"\"quotes\"\"\"\r\n"
                )
            },
            {
                "first and last name",
                Encoding.UTF8.GetBytes("Email Address,First Name,Last Name\r\nzoe@example.org,Zoë,\r\n")
            },
        };
    }

    [Theory]
    [MemberData(nameof(Quirks))]
    public async Task Files_are_read_as_programs_write_them(string quirk, byte[] file)
    {
        var (progress, result) = await _world.ImportAsync(file);

        Assert.True(progress is { State: ImportState.Done, Imported: 1, Refused: 0 }, $"{quirk}: {progress} {result}");
        Assert.Equal("Zoë", (await _world.FindAsync("zoe@example.org"))!.Name);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("sep=\"\nemail\"name\n", "names a character that cannot separate cells")]
    [InlineData("sep=e\nemail\n", "names a character that cannot separate cells")]
    [InlineData("name,phone\nAnn,1\n", "No column of the first row is named 'email'")]
    [InlineData("ann@example.org\nbob@example.org\n", "No column of the first row is named 'email'")]
    public async Task A_file_that_cannot_be_one_is_refused_at_the_door(string csv, string says)
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(csv));

        Assert.Contains(says, problem.Message);
        Assert.Empty(await _world.BlobsWithAsync("source.csv"));
    }

    [Fact]
    public async Task A_million_columns_are_refused_without_holding_them()
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            _world.ImportAsync("email" + new string(',', 1_000_000) + "\n")
        );

        Assert.Contains("longer than 256 KB", problem.Message);
        Assert.Contains(
            "columns; at most 200",
            (
                await Assert.ThrowsAsync<ImportFileException>(() =>
                    _world.ImportAsync("email" + new string(',', 500) + "\n")
                )
            ).Message
        );
    }

    [Fact]
    public async Task A_row_of_a_million_columns_and_a_quote_that_is_never_closed_end_the_import_with_what_came_before()
    {
        foreach (
            var bad in new[]
            {
                "x@example.org" + new string(',', 1_000_000),
                "\"never closed\n" + new string('x', 300_000),
            }
        )
        {
            var (progress, _) = await _world.ImportAsync(
                $"email,name\nann@example.org,Ann\n{bad}\nbob@example.org,Bob\n"
            );

            Assert.Equal(ImportState.Failed, progress.State);
            Assert.Contains("is a quote never closed", progress.Message);
        }
        var (ragged, result) = await _world.ImportAsync(
            "email,name\nann@example.org,Ann" + new string(',', 500) + "x\nbob@example.org,Bob\n"
        );
        Assert.Equal((1, 1), (ragged.Imported, ragged.Refused));
        Assert.Contains("2,There is text to the right", result);
    }
}
