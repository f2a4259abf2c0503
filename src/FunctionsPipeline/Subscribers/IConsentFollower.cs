namespace FunctionsPipeline.Subscribers;

/// <summary>
/// Learns of new readers before they are stored, and of people who are erased. What follows a confirmation, such as a
/// welcome, is another feature's business.
/// </summary>
public interface IConsentFollower
{
    /// <summary>
    /// A confirmation is about to be stored. It comes first, so that a process that dies in between loses nothing; so it may
    /// come to nothing, and the follower looks at the record before it acts. Safe to repeat.
    /// </summary>
    /// <param name="newsletters">Ids of those that the person did not get until now.</param>
    /// <param name="at">When the button was pressed.</param>
    Task ExpectAsync(
        SubscriberId id,
        IReadOnlyList<string> newsletters,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );

    /// <summary>The same of people whom an import is about to add, and whose import says that they are new.</summary>
    /// <param name="part">Names the part of the import; the same people when it is tried again. Letters, digits and '-'.</param>
    /// <param name="people">Each with the ids of those newsletters that the person did not get until now.</param>
    Task ExpectAsync(
        string part,
        IReadOnlyList<NewReader> people,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );

    /// <summary>The person is erased: nothing about them may stay. Safe to repeat.</summary>
    Task ForgetAsync(SubscriberId id, CancellationToken cancellationToken);
}

/// <summary>A person who is about to be added.</summary>
/// <param name="Newsletters">Ids; at least one.</param>
public sealed record NewReader(SubscriberId Id, IReadOnlyList<string> Newsletters);
