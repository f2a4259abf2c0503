using System.Globalization;
using FunctionsPipeline.Subscribers.Import.Columns;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>What a person wants imported, and on what consent it rests.</summary>
public sealed record ImportRequest
{
    /// <summary>The file's own name, for evidence; null if it came without one.</summary>
    public string? FileName { get; init; }

    /// <summary>Ids of the newsletters that all people in the file agreed to; at least one.</summary>
    public IReadOnlyList<string> Newsletters { get; init; } = [];

    /// <summary>For rows without a basis of their own; null if a column has it.</summary>
    public ConsentBasis? Basis { get; init; }

    /// <summary>For rows without a date of their own; null if a column has it.</summary>
    public DateTimeOffset? ConsentedAt { get; init; }

    /// <summary>How consent was got and where the proof is, in words; null if a column has it.</summary>
    public string? Statement { get; init; }

    /// <summary>
    /// What columns mean that are not known, or that are known as something else: <c>NAME=ignore</c>,
    /// <c>NAME=left:VALUE</c> for people with that value, who left (<c>*</c> for any text), <c>NAME=stays:VALUE</c> for
    /// people who want mail.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Reports what would happen and stores nothing about people.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// People who are new get the newsletters' welcome series, from the import on. Without it they get none: they subscribed
    /// elsewhere, and long ago.
    /// </summary>
    public bool Welcome { get; init; }

    /// <summary>The basis as a person typed it; null for nothing.</summary>
    /// <exception cref="ImportFileException">There is no such basis.</exception>
    public static ConsentBasis? BasisOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return ConsentBasisNames.TryParse(text, out var basis)
            ? basis
            : throw new ImportFileException("The basis of consent is one of express, purchase and inquiry.");
    }

    /// <summary>The date as a person typed it; null for nothing.</summary>
    /// <exception cref="ImportFileException">It is not a day.</exception>
    public static DateTimeOffset? DateOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? date
            : throw new ImportFileException("The date of consent is a day such as 2026-03-31.");
    }
}

/// <summary>An import as it was accepted: <c>imports/&lt;id&gt;/order.json</c>, beside the file until it is done.</summary>
public sealed record ImportOrder
{
    /// <summary><c>import-…</c>; subscriptions name it as their evidence.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ImportRequest Request { get; init; }

    /// <summary>SHA-256 of the file, hex.</summary>
    public required string FileHash { get; init; }

    /// <summary>Bytes.</summary>
    public required long FileLength { get; init; }

    /// <summary>Its character encoding: <c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c> or <c>windows-1252</c>.</summary>
    public required string Encoding { get; init; }
}

/// <summary>How far an import has come: <c>imports/&lt;id&gt;/progress.json</c>.</summary>
public sealed record ImportProgress
{
    public required string Id { get; init; }

    public required ImportState State { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Rows that are done with; the header is row 1.</summary>
    public long Row { get; init; } = 1;

    /// <summary>Batches that are done with.</summary>
    public int Batch { get; init; }

    /// <summary>People subscribed, or who would be.</summary>
    public long Imported { get; init; }

    /// <summary>People who were subscribed already.</summary>
    public long Unchanged { get; init; }

    public long Refused { get; init; }

    /// <summary>How much of the file was read, 0 to 100.</summary>
    public int Percent { get; init; }

    public DateTimeOffset Updated { get; init; }

    /// <summary>
    /// How each column was understood, in the order of the file; null for an import that was accepted before this was
    /// kept.
    /// </summary>
    public IReadOnlyList<ColumnUse>? Columns { get; init; }

    /// <summary>Why it failed, where, and how to fix it; null while all is well.</summary>
    public string? Message { get; init; }
}

public enum ImportState
{
    Waiting,
    Running,
    Done,

    /// <summary>The file cannot be read further. What was imported before stays.</summary>
    Failed,
}

/// <summary>A hint on the queue that an import waits.</summary>
public sealed record ImportMessage(string Id);

/// <summary>What became of one row.</summary>
public enum RowOutcome
{
    Imported,
    Unchanged,

    // Refused, and why. The names are keys of the strings file: row-….
    NoAddress,
    AddressTooLong,
    AddressMalformed,
    Name,
    Ragged,
    Quotes,
    BasisMissing,
    BasisUnknown,
    DateMissing,
    DateUnknown,
    DateInFuture,
    StatementMissing,
    ConsentExpired,
    Repeated,
    StandingMissing,
    UnconfirmedThere,
    BlockedThere,
    LeftThere,
    BouncedThere,
    ComplainedThere,
    GoneInOtherRow,
    LeftHere,
    LeftSomeHere,
    Bounced,
    Complained,
    Erased,
}
