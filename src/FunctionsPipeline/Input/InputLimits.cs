namespace FunctionsPipeline.Input;

/// <summary>How much one piece of foreign input may take. What is not set is not limited.</summary>
/// <param name="Subject">What is read, as findings name it: "article", "drawing".</param>
/// <param name="Remedy">What a person can do about input that is too big, one sentence.</param>
public sealed record InputLimits(string Subject, string Remedy)
{
    /// <summary>Bytes of the input itself.</summary>
    public long Bytes { get; init; } = long.MaxValue;

    /// <summary>Objects that a parser makes of the input. They bound the memory.</summary>
    public long Nodes { get; init; } = long.MaxValue;

    /// <summary>Characters of what is made of the input.</summary>
    public long Output { get; init; } = long.MaxValue;

    /// <summary>
    /// Units of work, as the reader of the input counts them. They bound the time, and on every machine alike.
    /// </summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>For work that nothing counts. Generous: a busy machine must not refuse honest input.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;
}
