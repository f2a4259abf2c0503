using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Settings;

public sealed class WelcomeSettingsTests
{
    private static readonly SiteSettingsReader Reader = new([]);

    [Fact]
    public void Steps_are_names_of_files_with_or_without_a_time()
    {
        var result = Read(
            """
            - hello.md
            - _welcome/À bientôt.markdown
            - file: hours.md
              after: 36 hours
            - file: days.md
              after: 2 days
            - file: week.md
              after: 1 Week
            - file: year.md
              after: 365 days
            """
        );

        Assert.Empty(result.Findings);
        Assert.Equal(
            [
                new WelcomeStep("hello.md", TimeSpan.Zero),
                new WelcomeStep("À bientôt.markdown", TimeSpan.Zero),
                new WelcomeStep("hours.md", TimeSpan.FromHours(36)),
                new WelcomeStep("days.md", TimeSpan.FromDays(2)),
                new WelcomeStep("week.md", TimeSpan.FromDays(7)),
                new WelcomeStep("year.md", TimeSpan.FromDays(365)),
            ],
            result.Settings!.Newsletters[0].Welcome
        );
    }

    [Fact]
    public void One_file_alone_needs_no_list()
    {
        var result = Reader.Read(
            "newsletters:\n  - id: weekly\n    name: Weekly\n    welcome: hello.md\n",
            new SiteSettings()
        );

        Assert.Empty(result.Findings);
        Assert.Equal("hello.md", Assert.Single(result.Settings!.Newsletters[0].Welcome).File);
    }

    /// <param name="line">Of the file, whose list begins in line 5.</param>
    [Theory]
    [InlineData("- hello.docx", 5, "Markdown")]
    [InlineData("- ../secret.md", 5, "Markdown")]
    [InlineData("- folder/hello.md", 5, "Markdown")]
    [InlineData("- .hidden.md", 5, "Markdown")]
    [InlineData("- \"a\\u0007b.md\"", 5, "Markdown")]
    [InlineData("- file: hello.md\n  after: soon", 6, "not a time")]
    [InlineData("- file: hello.md\n  after: 2 months", 6, "not a time")]
    [InlineData("- file: hello.md\n  after: -2 days", 6, "not a time")]
    [InlineData("- file: hello.md\n  after: 366 days", 6, "longer than 365")]
    [InlineData("- file: hello.md\n  after: 9999 weeks", 6, "longer than 365")]
    [InlineData("- file: a.md\n  after: 3 days\n- b.md", 7, "before the mail above")]
    [InlineData("- hello.md\n- hello.md", 6, "twice")]
    [InlineData("- after: 2 days", 5, "missing")]
    [InlineData("- [a, b]", 5, "list")]
    [InlineData("hello: yes", 5, "list")]
    public void A_mistake_is_answered_with_its_line_and_changes_nothing(string welcome, int line, string what)
    {
        var result = Read(welcome);

        Assert.Null(result.Settings);
        var finding = Assert.Single(result.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(line, finding.Line);
        Assert.Contains(what, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_ten_are_too_many()
    {
        var result = Read(string.Join('\n', Enumerable.Range(0, 11).Select(n => $"- {n}.md")));

        Assert.Null(result.Settings);
        Assert.Contains("at most 10", Assert.Single(result.Findings).Message);
        Assert.Empty(Read(string.Join('\n', Enumerable.Range(0, 10).Select(n => $"- {n}.md"))).Findings);
    }

    [Fact]
    public void A_key_that_is_not_known_is_told_and_ignored()
    {
        var result = Read("- file: hello.md\n  afer: 2 days");

        Assert.NotNull(result.Settings);
        Assert.Contains("after", Assert.Single(result.Findings).Fix);
    }

    private static SiteSettingsResult Read(string welcome) =>
        Reader.Read(
            "newsletters:\n  - id: weekly\n    name: Weekly\n    welcome:\n"
                + string.Join('\n', welcome.Split('\n').Select(l => "      " + l))
                + "\n",
            new SiteSettings()
        );
}
