using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>What holds for every command.</summary>
public class CommandTreeTests
{
    public static TheoryData<string> Commands => [.. Leaves(CommandTree.Create(), "fp").Select(leaf => leaf.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_explains_itself_in_sentences_with_an_example_that_can_be_typed(string path)
    {
        var root = CommandTree.Create();
        var command = Leaves(root, "fp").Single(leaf => leaf.Path == path).Command;

        var example = command.Example();
        Assert.NotNull(example);
        Assert.StartsWith(path, example, StringComparison.Ordinal);
        Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
        using var help = new StringWriter();
        root.Parse([.. path.Split(' ')[1..], "--help"]).Invoke(new InvocationConfiguration { Output = help });
        Assert.Contains($"Example:\n  {example}\n", help.ToString(), StringComparison.Ordinal);
        var errors = root.Parse(example.Split(' ')[1..])
            .Errors.Where(e => !e.Message.Contains("does not exist", StringComparison.Ordinal));
        Assert.Empty(errors);
        Assert.All(
            command.Options.Where(o => !o.Hidden),
            option => Assert.EndsWith(".", option.Description, StringComparison.Ordinal)
        );
        Assert.All(command.Arguments, argument => Assert.EndsWith(".", argument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_in_the_read_me_names_every_command_and_no_other()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline.Cli", "README.md"));
        var named = lines
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(Named)
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            Leaves(CommandTree.Create(), "fp").Select(leaf => leaf.Path[3..]).Order(StringComparer.Ordinal),
            named
        );
    }

    /// <summary>
    /// The commands of a row: its first cell holds one, <c>`cost`</c>, or a group, <c>`poison`: `list`, `show`</c>.
    /// </summary>
    private static IEnumerable<string> Named(string row)
    {
        var cell = row.Split('|')[1];
        var names = cell.Split('`').Where((_, index) => index % 2 == 1).Select(name => name.Split(' ')[0]).ToList();
        return cell.Contains("`:", StringComparison.Ordinal)
            ? names.Skip(1).Select(name => $"{names[0]} {name}")
            : names;
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [(path, command)]
            : command.Subcommands.SelectMany(sub => Leaves(sub, $"{path} {sub.Name}"));
}
