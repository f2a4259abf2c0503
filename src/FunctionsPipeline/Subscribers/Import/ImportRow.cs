using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FunctionsPipeline.Subscribers.Import.Columns;
using FunctionsPipeline.Subscribers.Store;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>One row that can be imported.</summary>
/// <param name="Statement">What the row itself says of its consent; null if it says nothing.</param>
internal readonly record struct ImportRow(
    long Row,
    string Address,
    string? Name,
    string? Language,
    ConsentBasis Basis,
    DateTimeOffset ConsentedAt,
    string? Statement
);

/// <summary>Reads and judges rows by themselves: what the file says, not what we know of the person.</summary>
/// <param name="gone">Addresses that other rows say are gone; null for none.</param>
internal sealed class ImportRowReader(
    CsvColumns columns,
    ImportRequest request,
    DateTimeOffset now,
    GoneAddresses? gone = null
)
{
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd",
        "yyyy/MM/dd",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss 'UTC'",
    ];

    /// <returns><see cref="RowOutcome.Imported"/> if the row can be imported, otherwise why not.</returns>
    public RowOutcome Read(CsvFile file, out ImportRow row)
    {
        var outcome = Judge(file, out row);
        return file.HasBadQuotes ? RowOutcome.Quotes : outcome;
    }

    private RowOutcome Judge(CsvFile file, out ImportRow row)
    {
        row = default;
        if (file.IsRagged)
            return RowOutcome.Ragged;
        if (!EmailAddress.TryParse(file[columns.Email], out var address, out var problem))
        {
            return problem switch
            {
                AddressProblem.Missing => RowOutcome.NoAddress,
                AddressProblem.TooLong => RowOutcome.AddressTooLong,
                _ => RowOutcome.AddressMalformed,
            };
        }
        if (Standing(file) is var standing and not RowOutcome.Imported)
            return standing;
        if (gone?.Has(address) == true)
            return RowOutcome.GoneInOtherRow;
        var fullName = file[columns.Name] is { Length: > 0 } one
            ? one
            : $"{file[columns.FirstName]} {file[columns.LastName]}";
        if (!PersonName.TryParse(fullName, out var name))
            return RowOutcome.Name;
        if (Basis(file, out var basis) is var wrongBasis and not RowOutcome.Imported)
            return wrongBasis;
        if (Date(file, out var at) is var wrongDate and not RowOutcome.Imported)
            return wrongDate;
        if (basis.ExpiresAt(at) <= now)
            return RowOutcome.ConsentExpired;
        var statement = file[columns.Statement];
        if (statement.Length == 0 && request.Statement is null)
            return RowOutcome.StatementMissing;
        row = new ImportRow(
            file.Row,
            address.Value,
            name,
            LanguageTag.Normalize(file[columns.Language]),
            basis,
            at,
            statement.Length == 0 ? null : Shorten(statement)
        );
        return RowOutcome.Imported;
    }

    /// <summary>Whether the file says that the person gets no mail where it comes from.</summary>
    /// <exception cref="ImportFileException">
    /// It says so in a word that is not known, which the first pass would have found.
    /// </exception>
    private RowOutcome Standing(CsvFile file) =>
        columns.Read(file) switch
        {
            Columns.Standing.Subscribed => RowOutcome.Imported,
            Columns.Standing.Missing => RowOutcome.StandingMissing,
            Columns.Standing.Unconfirmed => RowOutcome.UnconfirmedThere,
            Columns.Standing.Blocked => RowOutcome.BlockedThere,
            Columns.Standing.Left => RowOutcome.LeftThere,
            Columns.Standing.Bounced => RowOutcome.BouncedThere,
            Columns.Standing.Complained => RowOutcome.ComplainedThere,
            _ when file.HasBadQuotes => RowOutcome.Quotes,
            _ => throw Unknown(file, columns.UnknownIn(file)),
        };

    private static ImportFileException Unknown(CsvFile file, LeavingColumn column) =>
        ImportQuestions.AboutWords([new Saying(column.Name, file.Row, Shown.Of(file[column.Index]))]);

    private RowOutcome Basis(CsvFile file, out ConsentBasis basis)
    {
        basis = request.Basis ?? ConsentBasis.Express;
        var text = file[columns.Basis];
        if (text.Length == 0)
            return request.Basis is null ? RowOutcome.BasisMissing : RowOutcome.Imported;
        return ConsentBasisNames.TryParse(text, out basis) ? RowOutcome.Imported : RowOutcome.BasisUnknown;
    }

    private RowOutcome Date(CsvFile file, out DateTimeOffset at)
    {
        at = request.ConsentedAt ?? default;
        var text = file[columns.Date];
        if (text.Length > 0)
        {
            const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (!DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, styles, out at))
                return RowOutcome.DateUnknown;
        }
        else if (request.ConsentedAt is null)
            return RowOutcome.DateMissing;
        return at > now ? RowOutcome.DateInFuture : RowOutcome.Imported;
    }

    private static string Shorten(string text) => text.Length <= 500 ? text : text[..500];
}

/// <summary>What people write for a basis of consent.</summary>
internal static class ConsentBasisNames
{
    public static bool TryParse(string text, out ConsentBasis basis)
    {
        (var known, basis) = text.Trim().ToLowerInvariant() switch
        {
            "express" or "explicit" => (true, ConsentBasis.Express),
            "purchase" or "implied-purchase" => (true, ConsentBasis.Purchase),
            "inquiry" or "enquiry" or "implied-inquiry" => (true, ConsentBasis.Inquiry),
            _ => (false, default),
        };
        return known;
    }
}

/// <summary>
/// Rows waiting for one shard, packed: a hundred thousand of them as objects would need ten times the memory.
/// </summary>
internal sealed class PackedRows
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public int Count { get; private set; }

    public int Bytes => _bytes.WrittenCount;

    public void Add(ImportRow row)
    {
        Count++;
        var numbers = _bytes.GetSpan(17);
        BinaryPrimitives.WriteInt64LittleEndian(numbers, row.Row);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], row.ConsentedAt.ToUnixTimeSeconds());
        numbers[16] = (byte)row.Basis;
        _bytes.Advance(17);
        Add(row.Address);
        Add(row.Name);
        Add(row.Language);
        Add(row.Statement);
    }

    /// <summary>In the order of the file.</summary>
    public IEnumerable<ImportRow> Rows()
    {
        for (var at = 0; at < _bytes.WrittenCount; )
        {
            var numbers = _bytes.WrittenMemory.Slice(at, 17);
            var row = BinaryPrimitives.ReadInt64LittleEndian(numbers.Span);
            var consented = DateTimeOffset.FromUnixTimeSeconds(
                BinaryPrimitives.ReadInt64LittleEndian(numbers.Span[8..])
            );
            var basis = (ConsentBasis)numbers.Span[16];
            at += 17;
            yield return new ImportRow(row, Text(ref at)!, Text(ref at), Text(ref at), basis, consented, Text(ref at));
        }
    }

    private void Add(string? text)
    {
        var length = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        var span = _bytes.GetSpan(2 + length);
        BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)length);
        if (text is not null)
            Encoding.UTF8.GetBytes(text, span[2..]);
        _bytes.Advance(2 + length);
    }

    private string? Text(ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.WrittenSpan[at..]);
        var text = length == 0 ? null : Encoding.UTF8.GetString(_bytes.WrittenSpan.Slice(at + 2, length));
        at += 2 + length;
        return text;
    }
}
