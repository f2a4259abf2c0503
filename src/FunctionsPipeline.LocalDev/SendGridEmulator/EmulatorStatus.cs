namespace FunctionsPipeline.LocalDev.SendGridEmulator;

/// <summary>How things stand.</summary>
/// <param name="Now">The emulator's clock.</param>
/// <param name="Scale">Seconds of that clock in one real second.</param>
/// <param name="Sent">Messages, not requests.</param>
/// <param name="Discarded">Messages of cancelled batches.</param>
/// <param name="Scheduled">Requests that wait for their time, or are paused.</param>
/// <param name="Holds">Batches cancelled or paused, of at most ten.</param>
/// <param name="EventPosts">Posts to the webhook that were answered 2xx.</param>
/// <param name="EventPostsWaiting">Posts that failed and will be tried again.</param>
/// <param name="EventPostsLost">Posts given up.</param>
/// <param name="BytesReceived">Of all bodies posted to <c>/v3/mail/send</c>.</param>
public sealed record EmulatorStatus(
    DateTimeOffset Now,
    double Scale,
    long Sent,
    long Discarded,
    int Scheduled,
    int Holds,
    int EventPosts,
    int EventPostsWaiting,
    int EventPostsLost,
    long BytesReceived
);
