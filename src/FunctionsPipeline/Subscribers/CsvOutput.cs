using System.Buffers;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Subscribers;

/// <summary>CSV as spreadsheets take it (RFC 4180) without executing any of it.</summary>
internal static class CsvOutput
{
    private static readonly SearchValues<char> ToQuote = SearchValues.Create(",;\"\r\n\t");

    /// <summary>A cell that begins like a formula gets an apostrophe in front (OWASP, CSV injection).</summary>
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.Escape,
        InjectionEscapeCharacter = '\'',
        InjectionCharacters = ['=', '+', '-', '@', '\t', '\r', '\n'],
        ShouldQuote = cell => cell.Field.AsSpan().ContainsAny(ToQuote),
    };

    /// <param name="writer">Stays open.</param>
    public static CsvWriter To(TextWriter writer) => new(writer, Format, leaveOpen: true);

    public static Task WriteRowAsync(this CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(cell);
        return csv.NextRecordAsync();
    }
}
