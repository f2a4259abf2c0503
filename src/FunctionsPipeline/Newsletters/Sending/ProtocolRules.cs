namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// The rules that can be knocked out, so that the simulation can show what each is for. Nothing but the tests can see
/// this type, and nothing reads a setting into it: in the product all rules are in force.
/// </summary>
internal sealed record ProtocolRules
{
    public static ProtocolRules InForce { get; } = new();

    /// <summary>S1: without it a refused or late cancel counts as proof.</summary>
    public bool BelieveOnlyProof { get; init; } = true;

    /// <summary>S2: without it nothing is checked before the first byte, and no one waits for a claim to end.</summary>
    public bool ClaimsEnd { get; init; } = true;

    /// <summary>S3: without it restaging rewrites request after request, and results are written over any version.</summary>
    public bool RestageByGeneration { get; init; } = true;

    /// <summary>S4: without it a late wave's send time is put off in place.</summary>
    public bool SendAtNeverChanges { get; init; } = true;

    /// <summary>S5: without it batches are opened and cancelled without counting.</summary>
    public bool CountSlots { get; init; } = true;

    /// <summary>S6: without it the machine's own clock is believed.</summary>
    public bool ProviderClock { get; init; } = true;

    /// <summary>S7: without it a lost message is never sent again.</summary>
    public bool MessagesAreHints { get; init; } = true;
}
