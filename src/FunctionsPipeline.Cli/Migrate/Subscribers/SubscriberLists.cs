using FunctionsPipeline.Cli.Migrate.Output;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Import.Columns;

namespace FunctionsPipeline.Cli.Migrate.Subscribers;

/// <summary>
/// Carries subscribers over into one file that <c>fp subscribers import</c> takes. Who left, bounced, complained or never confirmed is
/// recognised by the import's own rules, over all files of the export together, and is only counted.
/// </summary>
internal sealed class SubscriberLists(
    IReadOnlyList<SubscriberList> lists,
    string service,
    MigrationOptions options,
    MigrationReport report
)
{
    public const string FileName = "subscribers.csv";

    /// <summary>More than any file of subscribers that a service exports.</summary>
    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    private readonly Dictionary<SubscriberList, string> _encodings = [];
    private readonly List<GoneAddresses> _gone = [];
    private readonly SubscriberCount _count = new();

    /// <summary>Of what was said about columns, what is about one that is there.</summary>
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    /// <summary>Reads all files, to see that their columns are understood and who is gone.</summary>
    /// <exception cref="MigrationException">A column or a word is not known; the message asks what it means.</exception>
    public async Task JudgeAsync(CancellationToken cancellationToken)
    {
        foreach (var list in lists)
        {
            await using (var sniffing = new SniffingStream(list.File.Open(), MostBytes))
            {
                await sniffing.CopyToAsync(Stream.Null, cancellationToken);
                _encodings[list] = sniffing.Encoding;
            }
            try
            {
                using var file = await OpenAsync(list, cancellationToken);
                var columns = ColumnsOf(file, list);
                if (columns.Email < 0)
                    throw new MigrationException(
                        $"'{list.File.Path}' has no column of addresses; its columns are: {string.Join(", ", file.Header.Take(8))}. Download it again, or remove it from the export."
                    );
                if (list.Gone is null)
                {
                    var pass = new FirstPass(columns);
                    await pass.RunAsync(file, cancellationToken);
                    _gone.Add(pass.Gone);
                }
                else
                    await AddAllAsync(file, columns, cancellationToken);
            }
            catch (ImportFileException e)
            {
                throw new MigrationException($"'{list.File.Path}': {e.Message}", e);
            }
        }
        if (options.Columns.FirstOrDefault(c => !_answered.Contains(c)) is { } unused)
            throw new MigrationException(
                $"No list of subscribers in the export has the column that '--column {unused}' is about. Write {ColumnAnswers.Forms}."
            );
        await ReadAsync(_ => { }, _count, cancellationToken);
    }

    /// <summary>Writes the file; nothing if no list holds anyone who wants mail.</summary>
    public async Task WriteAsync(OutputFolder output, CancellationToken cancellationToken)
    {
        if (lists.Count == 0)
            return;
        _count.AddTo(report);
        if (_count.Subscribers == 0)
            return;
        await output.WriteAsync(
            FileName,
            async stream =>
            {
                using var writer = new SubscriberFile(stream, options.Newsletter);
                await ReadAsync(writer.Write, new SubscriberCount(), cancellationToken);
                await writer.FlushAsync();
            },
            cancellationToken
        );
    }

    private async Task ReadAsync(
        Action<MovedSubscriber> take,
        SubscriberCount count,
        CancellationToken cancellationToken
    )
    {
        var taken = new GoneAddresses();
        foreach (var list in lists)
        {
            using var file = await OpenAsync(list, cancellationToken);
            var columns = ColumnsOf(file, list);
            var reader = new SubscriberRow(columns, list, service, options.Newsletter);
            while (await NextAsync(file, list))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file.IsBlank)
                    continue;
                var (person, address, reason) = reader.Read(file);
                if (person is not null && _gone.Exists(g => g.Has(address!.Value)))
                    (person, reason) = (null, "says elsewhere in the export that they left");
                else if (person is not null && taken.Has(address!.Value))
                    (person, reason) = (null, "stood in the export before");
                if (person is null)
                {
                    count.LeaveOut(reason!, list.File.Path, file.Row);
                    continue;
                }
                taken.Add(address!.Value);
                count.Take(person);
                take(person);
            }
        }
    }

    private static async Task<bool> NextAsync(CsvFile file, SubscriberList list)
    {
        try
        {
            return await file.ReadAsync();
        }
        catch (ImportFileException e)
        {
            throw new MigrationException($"'{list.File.Path}': {e.Message}", e);
        }
    }

    private async Task AddAllAsync(CsvFile file, CsvColumns columns, CancellationToken cancellationToken)
    {
        var gone = new GoneAddresses();
        while (await file.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (EmailAddress.TryParse(file[columns.Email], out var address))
                gone.Add(address);
        }
        _gone.Add(gone);
    }

    private Task<CsvFile> OpenAsync(SubscriberList list, CancellationToken cancellationToken) =>
        CsvFile.OpenAsync(list.File.Open(), _encodings[list], cancellationToken);

    private CsvColumns ColumnsOf(CsvFile file, SubscriberList list)
    {
        var names = file.Header.Select(CellText.Normalise).ToHashSet(StringComparer.Ordinal);
        var said = options.Columns.Where(c => names.Contains(ColumnOf(c))).ToList();
        _answered.UnionWith(said);
        return new CsvColumns(file.Header, ColumnAnswers.Parse(said));
    }

    private static string ColumnOf(string answer) => CellText.Normalise(answer[..Math.Max(0, answer.LastIndexOf('='))]);
}
