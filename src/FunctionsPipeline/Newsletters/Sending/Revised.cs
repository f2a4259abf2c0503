namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// A state blob that says which write made it. After a write whose answer was lost, a re-read that finds the own revision
/// knows that the write happened (rule B3).
/// </summary>
public abstract record Revised
{
    public string? Rev { get; init; }
}
