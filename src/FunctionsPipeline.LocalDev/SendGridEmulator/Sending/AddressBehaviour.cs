namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>
/// How an address takes its mail, by what its local part begins with: <c>bounce-3@mail.example</c> bounces. Whatever else
/// begins otherwise gets it.
/// </summary>
internal static class AddressBehaviour
{
    private static readonly (string Prefix, Behaviour Behaviour)[] Prefixes =
    [
        ("bounce", Behaviour.Bounces),
        ("block", Behaviour.Blocks),
        ("expire", Behaviour.Expires),
        ("invalid", Behaviour.IsInvalid),
        ("complain", Behaviour.Complains),
        ("unsubscribe", Behaviour.Unsubscribes),
        ("defer", Behaviour.Defers),
        ("open", Behaviour.Opens),
        ("moves", Behaviour.Moves),
    ];

    public static Behaviour Of(string address)
    {
        foreach (var (prefix, behaviour) in Prefixes)
        {
            if (address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return behaviour;
        }
        return Behaviour.Takes;
    }
}

internal enum Behaviour
{
    Takes,
    Bounces,

    /// <summary>Refuses because of the sender's reputation.</summary>
    Blocks,

    /// <summary>A soft bounce: the mailbox is full until SendGrid gives up.</summary>
    Expires,
    IsInvalid,

    /// <summary>Takes it, then reports spam.</summary>
    Complains,

    /// <summary>Takes it, then unsubscribes at SendGrid.</summary>
    Unsubscribes,

    /// <summary>Takes it at the second attempt.</summary>
    Defers,

    /// <summary>Takes and opens it.</summary>
    Opens,

    /// <summary>Takes its first message, as a person who subscribed; every later one bounces.</summary>
    Moves,
}
