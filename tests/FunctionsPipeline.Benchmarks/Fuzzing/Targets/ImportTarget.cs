using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Import.Columns;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>A CSV file of subscribers, row by row, as an import reads it.</summary>
internal sealed class ImportTarget : IFuzzTarget
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImportRequest Request = new()
    {
        FileName = "people.csv",
        Newsletters = ["weekly"],
        Basis = ConsentBasis.Express,
        ConsentedAt = Now.AddDays(-1),
        Statement = "asked at the desk",
    };

    public string Name => "import";

    public int Weight => 100;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input) => RunAsync(input).GetAwaiter().GetResult();

    private static async Task<FuzzAnswer> RunAsync(ReadOnlyMemory<byte> input)
    {
        using var sniffed = new SniffingStream(new MemoryStream(input.ToArray()), mostBytes: 100 * 1024 * 1024);
        await sniffed.CopyToAsync(Stream.Null);
        var packed = new PackedRows();
        var rows = new List<ImportRow>();
        try
        {
            using var file = await CsvFile.OpenAsync(
                new MemoryStream(input.ToArray()),
                sniffed.Encoding,
                CancellationToken.None
            );
            var reader = new ImportRowReader(new CsvColumns(file.Header, ColumnAnswers.None), Request, Now);
            while (await file.ReadAsync())
            {
                if (file.IsBlank || reader.Read(file, out var row) != RowOutcome.Imported)
                    continue;
                packed.Add(row);
                rows.Add(row);
            }
        }
        catch (ImportFileException)
        {
            return FuzzAnswer.Refused;
        }
        return new FuzzAnswer(false, () => Violation(rows, packed));
    }

    private static string? Violation(List<ImportRow> rows, PackedRows packed)
    {
        foreach (var row in rows)
        {
            if (!EmailAddress.TryParse(row.Address, out var address, out _) || address.Value != row.Address)
                return "a row's address is not one, or not in its own form";
            if ((row.Address + row.Name).Any(char.IsControl))
                return "a row's address or name has a control character";
        }
        return packed
            .Rows()
            .Select(r => (r.Row, r.Address, r.Name))
            .SequenceEqual(rows.Select(r => (r.Row, r.Address, r.Name)))
            ? null
            : "rows change by being packed";
    }
}
