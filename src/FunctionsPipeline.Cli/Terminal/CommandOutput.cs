using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FunctionsPipeline.Cli.Terminal;

/// <summary>
/// What a command prints: words and tables for people, one JSON document with <c>--json</c>. Progress and complaints go to
/// the error stream, so that the output can be piped.
/// </summary>
internal sealed class CommandOutput
{
    /// <summary>Shorter work needs no bar.</summary>
    private static readonly TimeSpan ShowProgressAfter = TimeSpan.FromSeconds(2);

    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly bool _isTerminal;

    private CommandOutput(TextWriter output, TextWriter error, bool isJson)
    {
        (_out, _error, IsJson) = (output, error, isJson);
        // A writer of its own, as tests have, is no terminal.
        _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
    }

    public static CommandOutput Of(ParseResult parsed) =>
        new(
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            parsed.GetValue(CommonOptions.Json)
        );

    /// <summary>True: the output is one JSON document, and nothing else.</summary>
    public bool IsJson { get; }

    /// <summary>A line for people; nothing with <c>--json</c>.</summary>
    public Task SayAsync(string line) => IsJson ? Task.CompletedTask : _out.WriteLineAsync(line);

    /// <summary>A line on the error stream, also with <c>--json</c>.</summary>
    public Task ComplainAsync(string line) => _error.WriteLineAsync(line);

    /// <summary>Empties a terminal's screen before something is shown again; does nothing where there is none.</summary>
    public void Clear()
    {
        if (_isTerminal && !IsJson)
            AnsiConsole.Clear();
    }

    /// <summary>The document of <c>--json</c>; nothing for people.</summary>
    public Task JsonAsync<T>(T value, JsonTypeInfo<T> type) =>
        IsJson ? _out.WriteLineAsync(JsonSerializer.Serialize(value, type)) : Task.CompletedTask;

    /// <summary>
    /// A table for people: drawn on a terminal; piped, a line of names and then a line a row, with tabs between.
    /// </summary>
    public async Task TableAsync(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (IsJson)
            return;
        if (!_isTerminal)
        {
            await _out.WriteLineAsync(string.Join('\t', columns));
            foreach (var row in rows)
                await _out.WriteLineAsync(string.Join('\t', row.Select(OnOneLine)));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out) }).Write(table);
    }

    /// <summary>
    /// Runs work that may take long; on a terminal a bar shows how many are done, the rate and the time left.
    /// </summary>
    /// <param name="what">What is being done, e.g. <c>Uploading</c>.</param>
    public async Task<T> ProgressAsync<T>(
        string what,
        Func<WorkProgress, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var progress = new WorkProgress();
        // On a thread of its own: work on local files may never yield.
        var running = Task.Run(() => work(progress), cancellationToken);
        if (!ReferenceEquals(_error, Console.Error) || Console.IsErrorRedirected)
            return await running;
        if (
            await Task.WhenAny(running, Task.Delay(ShowProgressAfter, TimeProvider.System, cancellationToken))
            == running
        )
            return await running;
        await AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) })
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new CountColumn(),
                new RateColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async shown =>
            {
                var bar = shown.AddTask(Markup.Escape(what));
                while (!running.IsCompleted)
                {
                    bar.IsIndeterminate = progress.Total is null;
                    bar.MaxValue = Math.Max(1, progress.Total ?? 1);
                    bar.Value = progress.Done;
                    await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System));
                }
            });
        return await running;
    }

    private static string OnOneLine(string cell) => cell.ReplaceLineEndings(" ").Replace('\t', ' ');

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(
                task.IsIndeterminate
                    ? task.Value.ToString("N0", CultureInfo.InvariantCulture)
                    : string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} of {task.MaxValue:N0}")
            );
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(
                task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:N0} a second") : ""
            );
    }
}
