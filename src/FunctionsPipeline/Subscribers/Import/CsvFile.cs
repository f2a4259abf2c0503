using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Reads a CSV file row by row (RFC 4180), as spreadsheets and newsletter services write it: with or without a byte-order
/// mark, separated by comma, semicolon or tab, with Excel's <c>sep=</c> line, its missing last cells and its
/// <c>="text"</c>.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private const int MostColumns = 200;
    private const int MostCell = 32 * 1024;

    /// <summary>What a <c>sep=</c> line may name.</summary>
    private const string Separators = ",;\t|:^~";

    private readonly CsvParser _parser;
    private bool _badQuotes;

    private CsvFile(TextReader reader, char separator)
    {
        _parser = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = separator.ToString(),
                Mode = CsvMode.RFC4180,
                IgnoreBlankLines = false,
                MaxFieldSize = MostCell,
                BadDataFound = bad => _badQuotes |= !IsTextCell(bad.Field.Trim()),
                BufferSize = 64 * 1024,
            }
        );
    }

    /// <summary>The cells of the first row, trimmed.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The current row, counted as a spreadsheet does: the header is 1 (after a <c>sep=</c> line, 2).</summary>
    public long Row { get; private set; }

    public int Cells => _parser.Count;

    /// <summary>
    /// A cell of the current row that was looked at has a quote where none may be, so that it cannot be trusted.
    /// </summary>
    public bool HasBadQuotes => _badQuotes;

    /// <summary>A cell's text without the white space around it; empty if the row has no such cell.</summary>
    public string this[int column] => column < 0 || column >= _parser.Count ? "" : Plain(_parser[column]);

    /// <param name="encoding">As <see cref="ImportOrder.Encoding"/> has it.</param>
    /// <exception cref="ImportFileException">
    /// No header, too many columns, or a <c>sep=</c> line that separates nothing.
    /// </exception>
    public static async Task<CsvFile> OpenAsync(Stream content, string encoding, CancellationToken cancellationToken)
    {
        var reader = new StreamReader(
            content,
            EncodingOf(encoding),
            detectEncodingFromByteOrderMarks: true,
            bufferSize: 64 * 1024
        );
        var first = await ReadFirstLineAsync(reader, cancellationToken);
        var separator = ',';
        var skipped = 0;
        string rest;
        if (first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.TrimEnd('\r', '\n').Length == 5)
        {
            separator = first[4];
            // A quote, a letter or a digit would part cells in two.
            if (!Separators.Contains(separator))
                throw new ImportFileException(
                    "The line 'sep=' at the top names a character that cannot separate cells. Write sep=, or sep=; there, or remove the line."
                );
            skipped = 1;
            rest = "";
        }
        else
        {
            separator = SeparatorOf(first);
            rest = first;
        }
        var file = new CsvFile(new RecordGuard(new Prefixed(rest, reader)), separator) { Row = skipped };
        if (!await file.ReadAsync() || file.Cells > MostColumns)
        {
            var columns = file.Cells;
            file.Dispose();
            throw new ImportFileException(
                columns > MostColumns
                    ? $"The first row has {columns} columns; at most {MostColumns} are read. Is this a CSV file of subscribers?"
                    : "The file is empty."
            );
        }
        file.Header = [.. Enumerable.Range(0, file.Cells).Select(i => file[i])];
        return file;
    }

    /// <summary>Goes to the next row; empty ones too.</summary>
    /// <exception cref="ImportFileException">The row cannot be read at all.</exception>
    public async Task<bool> ReadAsync()
    {
        _badQuotes = false;
        try
        {
            if (!await _parser.ReadAsync())
                return false;
        }
        catch (MaxFieldSizeException e)
        {
            throw new ImportFileException(
                $"Row {Row + 1} has a cell of more than {MostCell / 1024} KB: is a quote never closed?",
                e
            );
        }
        Row++;
        return true;
    }

    /// <summary>True for a row without any text.</summary>
    public bool IsBlank => Enumerable.Range(0, Math.Min(Cells, MostColumns)).All(i => this[i].Length == 0);

    /// <summary>True if text stands where no column is.</summary>
    public bool IsRagged =>
        Cells > MostColumns
        || Enumerable.Range(Header.Count, Math.Max(0, Cells - Header.Count)).Any(i => this[i].Length > 0);

    public void Dispose() => _parser.Dispose();

    /// <summary>Undoes what spreadsheets do to keep a text a text: <c>="x"</c> and our own leading apostrophe.</summary>
    private static string Plain(string cell)
    {
        cell = cell.Trim(' ', '\u00a0', '\ufeff', '\u200b');
        if (IsTextCell(cell))
            return cell[2..^1];
        return cell.Length >= 2 && cell[0] == '\'' && cell[1] is '=' or '+' or '-' or '@' ? cell[1..] : cell;
    }

    private static bool IsTextCell(string cell) =>
        cell.Length >= 3 && cell.StartsWith("=\"", StringComparison.Ordinal) && cell[^1] == '"';

    private static Encoding EncodingOf(string name) =>
        name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(name);

    private static char SeparatorOf(string line)
    {
        var quoted = false;
        var counts = new Dictionary<char, int>
        {
            [','] = 0,
            [';'] = 0,
            ['\t'] = 0,
        };
        foreach (var c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && counts.TryGetValue(c, out var count))
                counts[c] = count + 1;
        }
        return counts.MaxBy(c => c.Value).Key;
    }

    private static async Task<string> ReadFirstLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        // Not ReadLine: it would take a file without line ends whole, and it hides which line end there was.
        var line = new StringBuilder();
        var one = new char[1];
        while (line.Length < RecordGuard.Most && await reader.ReadAsync(one, cancellationToken) == 1)
        {
            line.Append(one[0]);
            if (one[0] == '\n')
                break;
        }
        return line.ToString();
    }

    /// <summary>A text in front of a reader.</summary>
    private sealed class Prefixed(string first, TextReader rest) : TextReader
    {
        private int _given;

        public override int Read(char[] buffer, int index, int count) =>
            Give(buffer.AsSpan(index, count)) is > 0 and var n ? n : rest.Read(buffer, index, count);

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
            Give(buffer.Span) is > 0 and var n ? ValueTask.FromResult(n) : rest.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(char[] buffer, int index, int count) =>
            ReadAsync(buffer.AsMemory(index, count)).AsTask();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }

        private int Give(Span<char> buffer)
        {
            var n = Math.Min(buffer.Length, first.Length - _given);
            first.AsSpan(_given, n).CopyTo(buffer);
            _given += n;
            return n;
        }
    }
}
