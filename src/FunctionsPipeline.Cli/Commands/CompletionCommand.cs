using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>fp completion</c>: a script that lets a shell ask <c>fp</c> itself what may follow, by the directive <c>[suggest]</c> of
/// System.CommandLine.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _fp_complete() {
          local IFS=$'\n'
          COMPREPLY=( $(compgen -W "$(fp "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _fp_complete fp
        """;

    private const string Zsh = """
        _fp_complete() {
          local -a suggestions
          suggestions=("${(@f)$(fp "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a suggestions
          _files
        }
        compdef _fp_complete fp
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName fp -ScriptBlock {
          param($word, $line, $position)
          fp "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new Command(
            "completion",
            "Prints a script for the shell's profile that completes commands and options."
        )
        {
            shell,
        }.WithExample("fp completion bash");
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(
                parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => PowerShell,
                }
            );
            return 0;
        });
        return command;
    }
}
