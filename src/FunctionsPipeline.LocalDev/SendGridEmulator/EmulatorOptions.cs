namespace FunctionsPipeline.LocalDev.SendGridEmulator;

/// <summary>How the emulated SendGrid behaves from its start.</summary>
public sealed record EmulatorOptions
{
    /// <summary>On 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The only key that is accepted; null accepts any.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The rights that the key is said to have; every call is allowed all the same.</summary>
    public IReadOnlyList<string> Scopes { get; init; } =
    [
        "mail.send",
        "user.scheduled_sends.create",
        "user.scheduled_sends.read",
        "user.scheduled_sends.update",
        "user.scheduled_sends.delete",
        "suppression.read",
    ];

    /// <summary>Where signed events are posted; null: nowhere, and none are made.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Which custom argument names the issue that deliveries are counted by.</summary>
    public string IssueArgument { get; init; } = "fp_issue";

    /// <summary>Count messages and keep none: no inbox, and addresses only as long as events need them.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>How many messages the inbox keeps; the oldest go first.</summary>
    public int InboxSize { get; init; } = 5000;

    /// <summary>What chance in faults is seeded with, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 1;
}
