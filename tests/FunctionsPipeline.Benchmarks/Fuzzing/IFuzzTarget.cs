namespace FunctionsPipeline.Benchmarks.Fuzzing;

/// <summary>
/// One place where foreign input comes in: a file of its own below Targets, listed in <see cref="FuzzTargets"/>.
/// </summary>
internal interface IFuzzTarget
{
    /// <summary>Also names its grammar (<c>Grammars/NAME.txt</c>) and its folders of corpus and kept inputs.</summary>
    string Name { get; }

    /// <summary>Its share of the inputs, in parts of the sum of all weights.</summary>
    int Weight { get; }

    /// <summary>Does what the app does with the input. An exception is a fault.</summary>
    FuzzAnswer Run(ReadOnlyMemory<byte> input);
}

/// <summary>What became of one input.</summary>
/// <param name="IsRefused">A budget or a limit refused it.</param>
/// <param name="Violation">
/// Judges what was made of it: null if it is right, otherwise what is wrong. Called once, after the time was taken.
/// </param>
internal sealed record FuzzAnswer(bool IsRefused, Func<string?> Violation)
{
    /// <summary>Refused, so that nothing was made of it.</summary>
    public static FuzzAnswer Refused { get; } = new(true, () => null);

    /// <summary>Read, and there is nothing to judge.</summary>
    public static FuzzAnswer Read { get; } = new(false, () => null);
}
