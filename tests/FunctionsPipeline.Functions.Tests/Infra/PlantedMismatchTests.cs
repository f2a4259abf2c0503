namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>Each row of <c>infra/CHECKS.md</c> plants one mismatch in a copy of the texts: its check must name it.</summary>
public sealed class PlantedMismatchTests
{
    private static readonly string Page = Path.Combine(RepositoryTexts.Root, "infra", "CHECKS.md");

    public static TheoryData<string, string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string, string>();
        foreach (var row in Table())
            rows.Add(row[0], Text(row[1]), Text(row[2]), Text(row[3]), row[4]);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_planted_mismatch_is_named(string check, string file, string was, string planted, string message)
    {
        var texts = (await RepositoryTexts.ReadAsync()).With(file, was, planted);
        Assert.Contains(message, InfraConsistency.Checks[check](texts));
    }

    [Fact]
    public void Every_check_is_tried() =>
        Assert.Equal([], InfraConsistency.Checks.Keys.Except(Table().Select(row => row[0])));

    /// <summary>Two files, and so no row: a class of options, and the code that binds it.</summary>
    [Fact]
    public async Task A_setting_that_is_a_property_of_options_is_read_too()
    {
        const string planted = "src/FunctionsPipeline.Functions/Planted.cs";
        var texts = (await RepositoryTexts.ReadAsync())
            .With(
                "src/FunctionsPipeline.Functions/PaintOptions.cs",
                "",
                "public const string Section = \"Links\"; public string Colour { get; set; } = \"\";"
            )
            .With(planted, "", "services.AddOptions<PaintOptions>().BindConfiguration(PaintOptions.Section);");
        Assert.Contains(
            $"{planted} reads the setting Links__Colour, which AppSettings does not list",
            InfraConsistency.All(texts)
        );
    }

    private static IEnumerable<string[]> Table() =>
        MarkdownTable.Rows(Page, "check", "file", "was", "planted", "what the check says");

    private static string Text(string cell) => cell == "nothing" ? "" : cell[1..^1].Replace('⏎', '\n');
}
