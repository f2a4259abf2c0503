using System.Globalization;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Import.Columns;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Cli.Migrate.Subscribers;

/// <summary>A person who wants mail.</summary>
/// <param name="IsExpress">The export shows that the person asked for mail; false if it says nothing of that.</param>
/// <param name="Evidence">Where the export says so.</param>
internal sealed record MovedSubscriber(
    string Address,
    string Name,
    string Language,
    bool IsExpress,
    DateTimeOffset? ConsentedAt,
    string Evidence
);

/// <summary>Reads and judges rows of one file of subscribers.</summary>
internal sealed class SubscriberRow(CsvColumns columns, SubscriberList list, string service, string? newsletter)
{
    private readonly string _evidence =
        $"Moved from {service}" + (newsletter is null ? "" : $" to the newsletter '{newsletter}'");

    /// <returns>The person, or the reason why there is none; the address if there is one.</returns>
    public (MovedSubscriber? Person, EmailAddress? Address, string? Reason) Read(CsvFile file)
    {
        if (file.IsRagged || file.HasBadQuotes)
            return (null, null, "stands in a row whose cells cannot be told apart");
        if (!EmailAddress.TryParse(file[columns.Email], out var address))
            return (null, null, "has no valid address");
        if ((list.Gone ?? ReasonOf(columns.Read(file))) is { } reason)
            return (null, address, reason);
        var fullName = file[columns.Name] is { Length: > 0 } one
            ? one
            : $"{file[columns.FirstName]} {file[columns.LastName]}";
        // What is no name must not cost a person the subscription: the import refuses the whole row.
        var name = PersonName.TryParse(fullName, out var known) ? known ?? "" : "";
        var date = file[columns.Date];
        var at = DateTimeOffset.TryParse(
            date.EndsWith("UTC", StringComparison.Ordinal) ? date[..^3] : date,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var parsed
        )
            ? parsed
            : (DateTimeOffset?)null;
        return (
            new MovedSubscriber(
                address.Value,
                name,
                LanguageTag.Normalize(file[columns.Language]) ?? "",
                IsExpress(file),
                at,
                EvidenceOf(file, date)
            ),
            address,
            null
        );
    }

    private bool IsExpress(CsvFile file) => ExpressIn(file).Any();

    private IEnumerable<(string Column, string Cell)> ExpressIn(CsvFile file)
    {
        foreach (var column in list.ExpressColumns ?? [])
        {
            var name = CellText.Normalise(column);
            for (var i = 0; i < file.Header.Count; i++)
            {
                if (CellText.Normalise(file.Header[i]) == name && file[i].Length > 0)
                    yield return (file.Header[i], file[i]);
            }
        }
    }

    private string EvidenceOf(CsvFile file, string date)
    {
        var parts = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{_evidence}: {list.File.FileName}, row {file.Row}"),
        };
        if (date.Length > 0)
            parts.Add($"{columns.NameOf(columns.Date)} {date}");
        parts.AddRange(ExpressIn(file).Where(c => c.Cell != date).Select(c => $"{c.Column} {c.Cell}"));
        return string.Join("; ", parts);
    }

    private static string? ReasonOf(Standing standing) =>
        standing switch
        {
            Standing.Subscribed => null,
            Standing.Missing => "has no word on whether they want mail",
            Standing.Unconfirmed => "never confirmed",
            Standing.Blocked => "was blocked or inactive",
            Standing.Left => "left",
            Standing.Bounced => "bounced",
            Standing.Complained => "complained",
            _ => "has a status that is not known",
        };
}
