namespace FunctionsPipeline.Subscribers.Links;

/// <summary>
/// What a signed token is for; it works for nothing else. The numbers are in mail that was sent: never change them.
/// </summary>
public enum LinkPurpose : byte
{
    /// <summary>Leave one newsletter or all. The only purpose that a retired key still serves (rule B6).</summary>
    Unsubscribe = 1,

    Preferences = 2,

    /// <summary>Confirm one pending request.</summary>
    Confirm = 3,

    /// <summary>See, download or erase what is held; single use, half an hour.</summary>
    Access = 4,

    /// <summary>In the form, not in mail: when it was shown and with which wording.</summary>
    Form = 5,

    /// <summary>For staff: see one issue's account.</summary>
    IssueReport = 6,

    /// <summary>For staff: stop one issue.</summary>
    StopIssue = 7,

    /// <summary>For staff: sign in to the desk; single use, a quarter of an hour.</summary>
    DeskSignIn = 8,
}
