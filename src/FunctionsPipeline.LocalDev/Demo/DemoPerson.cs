namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>A made-up reader. How an address takes its mail is told by how it begins: see the emulator's README.</summary>
/// <param name="Confirms">Presses the button behind the mailed link.</param>
/// <param name="Expected">What the inbox shows of the issue; null: nothing was sent.</param>
/// <param name="LeavesByOneClick">After the issue.</param>
/// <param name="Language">Of the form that is filled in, and of all mail from then on.</param>
internal sealed record DemoPerson(
    string Name,
    string Address,
    bool Confirms,
    string? Expected,
    bool LeavesByOneClick = false,
    string Language = "en"
)
{
    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new("Anna", "anna@mail.example", Confirms: true, "delivered"),
        new("Ben", "ben@mail.example", Confirms: true, "delivered", LeavesByOneClick: true),
        new("Chloé", "chloe@mail.example", Confirms: true, "delivered", Language: "fr"),
        new("Moira", "moves-away@mail.example", Confirms: true, "bounced"),
        new("Noor", "noor@mail.example", Confirms: false, null),
    ];
}
