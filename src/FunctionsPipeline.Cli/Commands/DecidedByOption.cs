using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>--by NAME</c>: who decided what only a person may decide. It is kept in the ledger, so it is no address.
/// </summary>
internal static class DecidedByOption
{
    private const int Longest = 80;

    public static Option<string?> Create(string description)
    {
        var by = new Option<string?>("--by") { Description = $"{description} A name, which is kept; no address." };
        by.Validators.Add(result =>
        {
            var name = result.GetValueOrDefault<string?>();
            if (
                string.IsNullOrWhiteSpace(name)
                || name.Length > Longest
                || name.Any(c => char.IsControl(c) || c == '@')
            )
                result.AddError($"--by is a name of at most {Longest} characters, without '@'.");
        });
        return by;
    }
}
