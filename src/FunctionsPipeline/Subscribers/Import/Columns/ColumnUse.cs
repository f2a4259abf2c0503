namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>How a column of an imported file was understood.</summary>
/// <param name="Name">As it stands in the file, shortened.</param>
/// <param name="Meaning">
/// For people: <c>address</c>, <c>consent date</c>, <c>says who left: cancelled, bounced</c>, <c>not used</c>.
/// </param>
public sealed record ColumnUse(string Name, string Meaning);
