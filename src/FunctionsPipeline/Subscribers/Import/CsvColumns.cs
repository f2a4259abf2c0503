namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Which column is what, by its name: ours, and those that Mailchimp, Ghost, Substack, listmonk and Buttondown export.
/// </summary>
internal sealed class CsvColumns
{
    // Names are compared in lower case with '_' and '-' as spaces.
    private static readonly string[] EmailNames = ["email", "email address", "e mail", "e mail address", "subscriber email", "mail", "courriel"];
    private static readonly string[] NameNames = ["name", "full name", "subscriber name"];
    private static readonly string[] FirstNames = ["first name", "fname", "firstname", "given name"];
    private static readonly string[] LastNames = ["last name", "lname", "lastname", "surname", "family name"];
    private static readonly string[] LanguageNames = ["language", "lang", "locale"];
    private static readonly string[] BasisNames = ["consent basis", "basis"];
    // The later a service asked for proof, the better the date: confirmation before opt-in before creation.
    private static readonly string[] DateNames =
        ["consent date", "consented at", "confirm time", "confirmed at", "optin time", "opt in time", "created at", "creation date", "subscribed at", "start date"];
    private static readonly string[] StatementNames = ["consent evidence", "evidence"];

    /// <summary>Columns that tell that somebody left there: by any text, or by one of these texts.</summary>
    private static readonly (string Name, string[]? Texts)[] LeftNames =
    [
        ("unsub time", null),              // Mailchimp, unsubscribed
        ("clean time", null),              // Mailchimp, cleaned
        ("unsubscription date", null),     // Buttondown
        ("deleted at", null),              // Ghost
        ("cancel date", null),
        ("subscribed to emails", ["false", "0", "no"]),                        // Ghost
        ("email disabled", ["true", "1", "yes"]),                              // Substack
        ("status", ["unsubscribed", "cleaned", "blocklisted", "disabled", "bounced", "complained", "erased", "pending", "unconfirmed"]), // listmonk, ours
        ("type", ["unsubscribed", "unactivated", "removed", "spammy", "undeliverable", "complained", "blocked"]),                       // Buttondown
        ("subscriber type", ["unsubscribed", "unactivated", "removed", "spammy", "undeliverable", "complained", "blocked"]),
    ];

    private readonly (int Column, string[]? Texts)[] _left;

    public CsvColumns(IReadOnlyList<string> header)
    {
        var names = header.Select(Normalise).ToList();
        Email = Find(names, EmailNames);
        Name = Find(names, NameNames);
        FirstName = Find(names, FirstNames);
        LastName = Find(names, LastNames);
        Language = Find(names, LanguageNames);
        Basis = Find(names, BasisNames);
        Date = Find(names, DateNames);
        Statement = Find(names, StatementNames);
        _left = [.. LeftNames.Select(l => (names.IndexOf(l.Name), l.Texts)).Where(l => l.Item1 >= 0)];
    }

    // Each is a column's index, or -1 if there is none.
    public int Email { get; }

    public int Name { get; }

    public int FirstName { get; }

    public int LastName { get; }

    public int Language { get; }

    public int Basis { get; }

    public int Date { get; }

    public int Statement { get; }

    /// <summary>The person left, bounced or never confirmed where the file comes from.</summary>
    public bool LeftThere(CsvFile row)
    {
        foreach (var (column, texts) in _left)
        {
            var text = row[column];
            if (text.Length > 0 && (texts is null || texts.Contains(text, StringComparer.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }

    private static int Find(List<string> names, string[] known)
        => known.Select(n => names.IndexOf(n)).Where(i => i >= 0).DefaultIfEmpty(-1).First();

    private static string Normalise(string name)
        => string.Join(' ', name.ToLowerInvariant().Replace('_', ' ').Replace('-', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
