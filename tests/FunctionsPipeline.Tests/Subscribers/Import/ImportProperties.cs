using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>
/// Regardless of a column's name and value: a person who is marked as gone is not imported. Either the row is refused or
/// the import stops. Names and words are the test's own, so that a gap in the import's tables shows.
/// </summary>
public sealed class ImportProperties
{
    private const int Cases = 40;

    /// <summary>Columns whose words say how a person stands.</summary>
    private static readonly string[] States =
    [
        "status",
        "state",
        "email status",
        "subscription status",
        "subscriber state",
        "mailing status",
        "statut",
        "état",
        "estado",
        "zustand",
        "type",
        "contact state",
        "newsletter status",
        "statut d'abonnement",
        "abo status",
        "estado de la lista",
        "e-mail marketing",
        "remarks",
        "group",
    ];

    /// <summary>Columns that say yes for people who are gone.</summary>
    private static readonly string[] Flags =
    [
        "unsubscribed",
        "opt-out",
        "optout",
        "opted out",
        "unsubscribed from all email",
        "blacklisted",
        "blocklisted",
        "suppressed",
        "cleaned",
        "spam",
        "inactive",
        "do not email",
        "deleted",
        "cancelled",
        "bounced",
        "complained",
        "hard bounced",
        "email optout 2",
        "is suppressed",
        "spam flag",
        "désabonné",
        "désinscrit",
        "liste noire",
        "abgemeldet",
        "gesperrt",
        "gelöscht",
        "widerrufen",
        "baja",
        "rebotado",
        "lista negra",
        "dado de baja",
    ];

    /// <summary>Columns that say no for people who are gone.</summary>
    private static readonly string[] Consents =
    [
        "subscribed",
        "subscribed to emails",
        "marketing consent",
        "opt-in",
        "accepts marketing",
        "newsletter",
        "double opt-in",
        "confirmed",
        "active",
        "wants newsletter",
        "consent given",
        "abonné",
        "consentement",
        "einwilligung",
        "angemeldet",
        "suscrito",
        "consentimiento",
        "is subscribed",
    ];

    private static readonly string[] GoneWords =
    [
        "unsubscribed",
        "opted out",
        "opt-out",
        "bounced",
        "hard bounce",
        "complained",
        "spam",
        "unconfirmed",
        "pending",
        "cleaned",
        "blocklisted",
        "blacklisted",
        "suppressed",
        "inactive",
        "cancelled",
        "deleted",
        "désabonné",
        "désinscrite",
        "non confirmé",
        "abgemeldet",
        "unzustellbar",
        "unbestätigt",
        "gesperrt",
        "dado de baja",
        "rebotado",
        "sin confirmar",
        "cancelado",
        "left",
        "removed",
    ];

    private static readonly string[] Yes =
    [
        "yes",
        "true",
        "1",
        "x",
        "Y",
        "oui",
        "ja",
        "sí",
        "WAHR",
        "VRAI",
        "2024-05-06",
        "05/06/2024",
        "2024-05-06 10:00:00 UTC",
        "✓",
        "on",
    ];
    private static readonly string[] No = ["no", "false", "0", "N", "non", "nein", "off", "FALSCH", "FAUX"];
    private static readonly string[] Stay =
    [
        "active",
        "subscribed",
        "confirmed",
        "Enabled",
        "inscrit",
        "aktiv",
        "suscrito",
    ];

    private sealed record Column(string Name, string Gone, string Stays);

    private sealed record Case(IReadOnlyList<Column> Columns, int Shift, IReadOnlyList<bool> GoneRows)
    {
        public string Csv =>
            string.Join(
                '\n',
                GoneRows
                    .Select(gone => Columns.Select(c => gone ? c.Gone : c.Stays))
                    .Select((cells, i) => Line(cells, $"person{i}@example.org", "Clinic, Regina"))
                    .Prepend(Line(Columns.Select(c => c.Name), "email", "company"))
            );

        private string Line(IEnumerable<string> cells, string address, string company)
        {
            string[] all = [address, company, .. cells];
            return string.Join(
                ',',
                all.Skip(Shift % all.Length).Concat(all.Take(Shift % all.Length)).Select(c => $"\"{c}\"")
            );
        }
    }

    private static Gen<Column> AnyColumn =>
        Gen.OneOf(
            Named(States, GoneWords, Stay),
            Named(Flags, Yes, No),
            Named(Consents, No, Yes),
            Named(Flags, GoneWords, No),
            Named(Consents, GoneWords, Yes)
        );

    private static Arbitrary<Case> AnyCase =>
        Arb.From(
            from count in Gen.Choose(1, 3)
            from columns in AnyColumn.ListOf(count)
            from shift in Gen.Choose(0, 4)
            from gone in Gen.Elements(true, false).ListOf(4)
            select new Case([.. columns], shift, [.. gone])
        );

    [Fact]
    public void People_marked_as_gone_are_never_imported()
    {
        var imported = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(2011, 7),
            Prop.ForAll(
                AnyCase,
                c =>
                {
                    var world = new SubscriberWorld();
                    try
                    {
                        world.ImportAsync(c.Csv).GetAwaiter().GetResult();
                    }
                    catch (ImportFileException)
                    {
                        return true;
                    }
                    var people = world
                        .EverybodyAsync()
                        .GetAwaiter()
                        .GetResult()
                        .Select(p => p.Address)
                        .ToHashSet(StringComparer.Ordinal);
                    imported += people.Count;
                    return c
                        .GoneRows.Index()
                        .All(row => !row.Item || !people.Contains($"person{row.Index}@example.org"));
                }
            )
        );

        // Stopping every import would hold the property as well.
        Assert.InRange(imported, Cases / 4, int.MaxValue);
    }

    private static Gen<Column> Named(string[] names, string[] gone, string[] stays) =>
        from name in Gen.Elements(names).SelectMany(Spelled)
        from left in Gen.Elements(gone).SelectMany(Spelled)
        from stay in Gen.Elements(stays).SelectMany(Spelled)
        select new Column(name, left, stay);

    /// <summary>Another case, other separators, blanks around.</summary>
    private static Gen<string> Spelled(string text) =>
        from spelling in Gen.Elements<Func<string, string>>(
            t => t,
            t => t.ToUpperInvariant(),
            t => char.ToUpperInvariant(t[0]) + t[1..],
            t => $"  {t} ",
            t => t.Replace(' ', '_'),
            t => t.Replace(' ', '-'),
            t => t.Replace('-', ' '),
            t => t.Normalize(System.Text.NormalizationForm.FormD)
        )
        select spelling(text);
}
