using System.Collections.Frozen;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Other systems' keys that keep an article from readers, plain (<see cref="MapEntry.PlainKey"/>). Hugo, Hexo, Zola,
/// Docusaurus, Quartz, Grav, Statamic, Hashnode and Notion have some of them, and writers make up the rest in their own
/// language: none of them is a key here, but an article must not go live because it says so in another system's words.
/// </summary>
internal static class HoldingKeys
{
    /// <summary>What a key does to the article.</summary>
    public enum Effect
    {
        None,

        /// <summary>Holds it back if it says yes.</summary>
        IfTrue,

        /// <summary>Holds it back if it says no.</summary>
        IfFalse,

        /// <summary>Holds it back unless it says no: a password, the day on which it was taken down.</summary>
        IfAny,

        /// <summary>Names the day from which readers may see it.</summary>
        Begins,

        /// <summary>Names the day on which readers may not see it any more.</summary>
        Ends,

        /// <summary>Is another name of <c>status</c>.</summary>
        Status,
    }

    private static readonly FrozenDictionary<string, Effect> Effects = new (Effect Effect, string Keys)[]
    {
        (
            Effect.IfTrue,
            """
            hidden ishidden unlisted isunlisted saveasdraft archived isarchived deleted isdeleted trashed istrashed unpublish
            nopublish donotpublish dontpublish neverpublish internal internalonly secret confidential embargoed wip
            workinprogress unfinished incomplete headless membersonly subscribersonly paidonly paywall paywalled protected
            entwurf istentwurf privat brouillon privé prive borrador privado privada bozza privato rascunho
            """
        ),
        (
            Effect.IfFalse,
            """
            ispublished ispublic dgpublish visible isvisible live islive online isonline listed render routable enabled ready
            readytopublish approved released veröffentlicht veroffentlicht veroeffentlicht publié publie publicado publicada
            pubblicato
            """
        ),
        (
            Effect.IfAny,
            "password postpassword passwort motdepasse contraseña unpublishedat archivedat deletedat trashedat"
        ),
        (
            Effect.Begins,
            """
            publishon scheduled scheduledat scheduledfor scheduledate scheduleddate embargo embargountil embargodate golive
            goliveat golivedate publishfrom
            """
        ),
        (
            Effect.Ends,
            "expirydate expires expiresat expireson expiration expirationdate unpublishat unpublishdate unpublishon"
        ),
        (
            Effect.Status,
            """
            wpstatus wppoststatus publishstatus publishingstatus publicationstatus publishedstatus articlestatus contentstatus
            statut estado stato
            """
        ),
    }
        .SelectMany(row =>
            row.Keys.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(key => KeyValuePair.Create(key, row.Effect))
        )
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static Effect Of(string plainKey) => Effects.GetValueOrDefault(plainKey);

    /// <summary>Whether a key that says so by itself, without a day, holds the article back.</summary>
    /// <returns>Null for any other key.</returns>
    public static bool? HoldsBack(string plainKey, string text) =>
        Of(plainKey) switch
        {
            Effect.IfTrue => AsFlag(text) == true,
            Effect.IfFalse => AsFlag(text) == false,
            Effect.Status => PublicationStatus.Read(text) is PublicationStatus.Kind.Draft,
            _ => null,
        };

    /// <summary>Yes or no, also in the languages of the keys, and as the marks of a list of tasks.</summary>
    public static bool? AsFlag(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "ja" or "oui" or "sí" or "si" or "sì" or "sim" or "x" or "✓" or "✔" or "✅" or "☑" => true,
            "nein" or "non" or "não" or "☐" or "❌" => false,
            _ => EntryValues.AsFlag(text),
        };
}
