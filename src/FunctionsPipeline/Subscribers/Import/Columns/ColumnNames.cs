using System.Collections.Frozen;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// What columns are for, by their names: ours, those that Kit, HubSpot, Brevo, Beehiiv, MailerLite, Campaign Monitor,
/// Constant Contact, Mailchimp, Substack, Ghost, Buttondown, listmonk and Keila export, and what people call them in
/// English, French, German and Spanish. Compared as <see cref="CellText"/> has it.
/// </summary>
internal static class ColumnNames
{
    /// <summary>
    /// Where one meaning has several names in a file, the first of these is used. The later a service asked for proof,
    /// the better the date: confirmation before opt-in before creation.
    /// </summary>
    private static readonly (ColumnKind Kind, string Names)[] Content =
    [
        (
            ColumnKind.Address,
            """
            email, email address, e-mail, e-mail address, subscriber email, contact email, mail, courriel,
            adresse e-mail, adresse courriel, e-mail-adresse, mailadresse, correo electrónico, correo,
            dirección de correo electrónico
            """
        ),
        (ColumnKind.Name, "name, full name, subscriber name, nom complet, vollständiger name, nombre completo"),
        (ColumnKind.FirstName, "first name, fname, firstname, given name, prénom, vorname, nombre"),
        (
            ColumnKind.LastName,
            "last name, lname, lastname, surname, family name, nom, nom de famille, nachname, apellido, apellidos"
        ),
        (ColumnKind.Language, "language, lang, locale, langue, sprache, idioma"),
        (ColumnKind.Basis, "consent basis, basis"),
        (
            ColumnKind.Date,
            """
            consent date, consented at, confirm time, confirmed at, double opt-in at, optin time, opt-in time, created at,
            creation date, subscribed at, start date
            """
        ),
        (ColumnKind.Statement, "consent evidence, evidence"),
    ];

    /// <summary>Columns that say who left, with what it means for a person if they say so.</summary>
    private static readonly (ColumnKind Kind, Standing Gone, string Names)[] Leaving =
    [
        // Kit and Campaign Monitor: state. Mailchimp, Beehiiv, MailerLite, listmonk, Keila, ours: status. Constant Contact:
        // email status and email permission status. Buttondown and Substack: type. HubSpot: marketing contact status.
        (
            ColumnKind.Status,
            Standing.Left,
            """
            status, state, type, subscriber type, subscriber status, subscriber state, subscription status,
            subscription state, email state, email status, email marketing status, email marketing,
            email subscriber status, email subscription status, email permission status, marketing status,
            marketing contact status, newsletter status, contact status, member status, list status,
            mailing list status, global status, opt-in status, consent status, statut, état, statut de l'abonné,
            subscription type, list subscription status, email channel status, email deliverability status, opt status,
            statut abonnement, statut de l'abonnement, statut e-mail, statut newsletter, zustand, abonnentenstatus,
            abostatus, abo-status, e-mail-status, newsletterstatus, anmeldestatus, estado, estado de suscripción,
            estado de la suscripción, estado del suscriptor, estado del correo
            """
        ),
        // HubSpot, where double opt-in is on.
        (
            ColumnKind.StatusIfAny,
            Standing.Unconfirmed,
            "marketing email confirmation, marketing email confirmation status, doi status"
        ),
        // Drip: empty for people outside the European Union.
        (ColumnKind.StatusIfAny, Standing.Left, "eu consent"),
        // HubSpot: Unsubscribed from all email. Substack: email disabled. MailerLite: unsubscribed, a date.
        (
            ColumnKind.Gone,
            Standing.Left,
            """
            unsubscribed, unsubscribe, is unsubscribed, has unsubscribed, unsubscribed from all email,
            unsubscribed from all emails, unsubscribed from emails, email unsubscribed, opt-out, opted out,
            email opt-out, email opted out, opted out of email, has opted out of email, hs email optout, do not email,
            do not mail, do not contact, do not send, no email, no emails, email disabled, removed, deleted,
            is deleted, cancelled, canceled, left, désabonné, désinscrit, supprimé, annulé, ne pas contacter,
            abgemeldet, abbestellt, ausgetragen, gekündigt, widerrufen, gelöscht, baja, dado de baja, desuscrito,
            cancelado, eliminado, no enviar, remove, stop, stopped, stop mailing, stop emails, do not disturb, dnd,
            global unsubscribe, globally unsubscribed, deceased, dead, verstorben, décédé, fallecido
            """
        ),
        // Mailjet.
        (ColumnKind.Gone, Standing.Unconfirmed, "is opt-in pending"),
        (
            ColumnKind.Gone,
            Standing.Bounced,
            """
            bounced, is bounced, hard bounced, hard bounce, bounce, cleaned, undeliverable, invalid email address,
            email invalid, email address quarantined, bounced hard, rebond, unzustellbar, rebotado, rebote
            """
        ),
        (
            ColumnKind.Gone,
            Standing.Complained,
            """
            complained, complaint, spam, spam complaint, spam complaints, marked as spam, marked email as spam,
            spam report, reported spam, is spam complaining, plainte, beschwerde, spam-beschwerde, queja
            """
        ),
        (
            ColumnKind.Gone,
            Standing.Blocked,
            """
            blacklisted, blacklist, email blacklisted, blacklisted email, email blacklist, blocklisted, blocklist,
            email blocklisted, blocklisted email, email blocklist, blocked, suppressed,
            email suppressed, excluded, is excluded from campaigns, inactive, is inactive, disabled, deactivated,
            archived, liste noire, bloqué, inactif, gesperrt, sperrliste, inaktiv, deaktiviert, lista negra,
            bloqueado, inactivo
            """
        ),
        // Mailchimp: unsub and clean. Buttondown: unsubscription date. Ghost: deleted at. Substack: cancel date. Constant
        // Contact: confirmed opt-out.
        (
            ColumnKind.GoneText,
            Standing.Left,
            """
            unsub time, unsub date, unsub reason, unsub reason other, unsub campaign title, unsub campaign id,
            unsubscribed at, unsubscribed on, unsubscribed date, unsubscribe date, unsubscribe time,
            unsubscribe reason, unsubscription date, unsubscription reason, date unsubscribed, opt-out date,
            opt-out time, opt-out reason, opt-out source, opted out at, confirmed opt-out date,
            confirmed opt-out source, confirmed opt-out reason, email optout date, email optout source,
            email optout reason, deleted at, removed at, date removed, cancel date, cancelled at, canceled at,
            date unsubscribe, global unsubscribe date, unsubscribed mode, unsubscribed time, stop date, stop time,
            stop status, stop reason, churned at, churn date,
            date de désabonnement, date de désinscription, abmeldedatum, abgemeldet am, fecha de baja
            """
        ),
        (
            ColumnKind.GoneText,
            Standing.Bounced,
            """
            clean time, clean campaign title, clean campaign id, cleaned at, bounced at, bounce date, bounce time,
            bounce reason, bounce type, hard bounce reason, email hard bounce reason, hard bounced at, date bounced,
            bounced on, undeliverability date, undeliverability reason, date de rebond
            """
        ),
        (
            ColumnKind.GoneText,
            Standing.Complained,
            "complained at, complaint date, spam complaint date, spam reported at"
        ),
        (
            ColumnKind.GoneText,
            Standing.Blocked,
            """
            blocklisted at, blacklisted at, blocked at, suppressed at, suppression reason, suppression date, suppressions,
            email suppressed reason, email suppression reason
            """
        ),
        // Ghost: subscribed to emails. MailerLite: subscribed, a date. Brevo: OPT_IN and DOUBLE_OPT-IN.
        (
            ColumnKind.Stays,
            Standing.Left,
            """
            subscribed, is subscribed, subscribed to emails, subscribed to email, subscribed to newsletter,
            email subscriber, email subscription, newsletter subscription, opt-in, opted in, email opt-in,
            has opted in, accepts marketing, accepts email marketing, accepts newsletter, marketing consent,
            email marketing consent, email consent, newsletter consent, gdpr consent, consent, newsletter,
            newsletter opt-in, receive emails, receives emails, receive newsletter, receives newsletter, permission,
            email permission, marketing permission, abonné, inscrit, consentement, abonniert, angemeldet,
            einwilligung, zustimmung, suscrito, consentimiento
            """
        ),
        (
            ColumnKind.Stays,
            Standing.Unconfirmed,
            """
            confirmed, is confirmed, email confirmed, subscription confirmed, double opt-in, double optin confirmed,
            doi, verified, email verified, confirmé, bestätigt, confirmado
            """
        ),
        // Mailchimp, MailPoet. Also the best date of consent.
        (ColumnKind.Confirmation, Standing.Unconfirmed, "confirm time, confirmed at"),
        (
            ColumnKind.Stays,
            Standing.Bounced,
            "valid, is valid, email valid, valid email, deliverable, reachable, gültig, valide"
        ),
        (ColumnKind.Stays, Standing.Left, "mail ok, email ok, ok to mail, mailable, contactable, mailing, mailings"),
        (ColumnKind.Stays, Standing.Blocked, "active, is active, enabled, actif, aktiv, activo"),
    ];

    /// <summary>Names that look as if they said who left, and do not: numbers, sources and payments.</summary>
    private const string Harmless = """
        subscriber id, subscriber key, subscriber tier, subscriber rating, subscription tier,
        subscription premium tier names, subscriber since, date subscribe, email status date, email status changed,
        email marketing consent timestamp, consent method, mailing lists, permission to track, subscribe page, subscribepage,
        marketing emails opened, marketing emails clicked, marketing emails delivered, marketing emails replied,
        last marketing email open date, last marketing email click date, last marketing email send date,
        last marketing email name, first marketing email open date, first marketing email click date,
        first marketing email send date, opt-in timestamp, date d'inscription, subscription id, subscription date,
        subscription source, subscription source free, subscription source paid, subscription ip, subscribe ip,
        subscribed ip, subscribed via, active subscription, stripe subscription id, newsletters, optin ip, opt-in ip,
        opt-in source, opt-in date, email optin source, email optin date, confirm ip, confirmation ip,
        confirmation date, initial email status, consent ip, consent source, consent text, consent wording,
        subscribe date, subscription expires at, last active, last active at, last active date, days active 30d,
        marital status, payment status, order status
        """;

    /// <summary>Names that are a place where an address is written in columns, and a status otherwise.</summary>
    private static readonly FrozenSet<string> PlaceOrStatus = Set("state, état, estado");

    /// <summary>Words in the names of such columns.</summary>
    private static readonly FrozenSet<string> PlaceWords = Set(
        """
        city, town, zip, postal, postcode, country, county, street, province, ville, pays, rue, stadt, ort, plz,
        postleitzahl, land, straße, ciudad, país, provincia
        """
    );

    private static readonly FrozenSet<string> HarmlessNames = Set(Harmless);

    private static readonly FrozenDictionary<string, (ColumnKind Kind, Standing Gone)> LeavingNames = Leaving
        .SelectMany(row => Split(row.Names).Select(name => KeyValuePair.Create(name, (row.Kind, row.Gone))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<ColumnKind, IReadOnlyList<string>> ContentNames =
        Content.ToFrozenDictionary(row => row.Kind, row => (IReadOnlyList<string>)[.. Split(row.Names)]);

    private static readonly FrozenSet<string> AllContent = ContentNames
        .Values.SelectMany(n => n)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Normalised names, the best first.</summary>
    public static IReadOnlyList<string> Of(ColumnKind content) => ContentNames[content];

    /// <summary>True if a file has columns of postal addresses, so that a <c>state</c> in it is a place.</summary>
    /// <param name="header">As it stands in the file.</param>
    public static bool HasPlaces(IEnumerable<string> header) =>
        header.Any(name => CellText.Words(name).Any(PlaceWords.Contains));

    /// <param name="name">Normalised.</param>
    /// <param name="hasPlaces">As <see cref="HasPlaces"/> has it.</param>
    /// <returns>Null for a column that does not say who left, as far as its name is known.</returns>
    public static (ColumnKind Kind, Standing Gone)? SaysWhoLeft(string name, bool hasPlaces) =>
        LeavingNames.TryGetValue(name, out var known) && !(hasPlaces && PlaceOrStatus.Contains(name)) ? known : null;

    /// <summary>The name is known to say nothing about who left. Values are still looked at.</summary>
    /// <param name="name">Normalised.</param>
    public static bool IsHarmless(string name) => AllContent.Contains(name) || HarmlessNames.Contains(name);

    private static FrozenSet<string> Set(string names) => Split(names).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> Split(string names) =>
        names
            .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(CellText.Normalise);
}
