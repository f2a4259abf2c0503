using System.Text;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>A record that does not end is stopped, and its place in the file is named.</summary>
public sealed class RecordGuardTests
{
    /// <summary>Divides the limit, so that a part ends exactly there.</summary>
    private const int Part = 4096;

    private static readonly string Longest = new('x', RecordGuard.Most);

    public static TheoryData<string> Passing() =>
        new()
        {
            Longest + "\n" + Longest + "\r\n" + Longest + "\r" + Longest,
            string.Concat(Enumerable.Repeat("\"two\nlines\"\n", 50_000)),
            string.Concat(Enumerable.Repeat("\"says \"\"no\"\"\",x\r\n", 50_000)),
        };

    [Theory]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task Records_up_to_the_limit_pass_unchanged(string text)
    {
        Assert.Equal(text, await ThroughAsync(text));
        Assert.Equal(text, Through(text));
    }

    [Theory]
    [InlineData("", "x", 1)]
    [InlineData("a\nb\n", "x", 3)]
    [InlineData("a\r\nb\r\n", "x", 3)]
    [InlineData("a\n\"b\nc\n\"\nd\n", "x", 4)]
    [InlineData("a\n", "\"", 2)]
    [InlineData("a\n", "\"\n", 2)]
    [InlineData("a\n", "\"\r\n", 2)]
    public async Task A_record_over_the_limit_is_refused_with_its_row(string before, string beginning, int row)
    {
        var text = before + beginning + Longest;

        var problem = await Assert.ThrowsAsync<ImportFileException>(() => ThroughAsync(text));

        Assert.StartsWith($"About row {row}, one row is longer than 256 KB", problem.Message);
        Assert.Equal(problem.Message, Assert.Throws<ImportFileException>(() => Through(text)).Message);
    }

    [Fact]
    public async Task Line_breaks_inside_a_quote_do_not_end_a_record()
    {
        var endless = "\"" + string.Concat(Enumerable.Repeat("two\nlines\r\n", 30_000));

        var problem = await Assert.ThrowsAsync<ImportFileException>(() => ThroughAsync("a\n" + endless));

        Assert.StartsWith("About row 2,", problem.Message);
    }

    [Fact]
    public void Single_characters_are_read_to_the_end()
    {
        using var guard = new RecordGuard(new StringReader("é\n"));

        Assert.Equal(
            ['é', 'é', '\n', -1, -1],
            new[] { guard.Peek(), guard.Read(), guard.Read(), guard.Read(), guard.Peek() }
        );
    }

    private static async Task<string> ThroughAsync(string text)
    {
        using var guard = new RecordGuard(new StringReader(text));
        var all = new StringBuilder();
        var part = new char[Part];
        while (await guard.ReadAsync(part, 0, Part) is > 0 and var read)
            all.Append(part, 0, read);
        return all.ToString();
    }

    private static string Through(string text)
    {
        using var guard = new RecordGuard(new StringReader(text));
        var all = new StringBuilder();
        var part = new char[Part];
        while (guard.Read(part, 0, Part) is > 0 and var read)
            all.Append(part, 0, read);
        return all.ToString();
    }
}
