namespace FunctionsPipeline.Findings;

/// <summary>
/// Why something that a person asked for is not done: a mistake of theirs, or a state in which it may not be done. A fault
/// that passes is an exception instead. Where nothing else is to be said, null means that it is, or may be, done.
/// </summary>
/// <param name="Reason">For that person: one sentence or more, with its full stop and without an address.</param>
public sealed record Refusal(string Reason)
{
    public override string ToString() => Reason;
}

/// <summary>What a person asked for, or the reason why not. Either converts to it.</summary>
public sealed record Answer<T>
{
    private readonly T? _value;

    private Answer(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Null if it was not refused.</summary>
    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Reason}");

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
