using System.Collections.Frozen;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// What the words of a status mean, in English, French, German and Spanish, with some of Italian, Portuguese and Dutch. They
/// are the states of Kit, HubSpot, Brevo, Beehiiv, MailerLite, Campaign Monitor, Constant Contact, Mailchimp, Substack,
/// Ghost, Buttondown, listmonk, Keila and others. Compared as <see cref="CellText"/> has it; a word that is not here
/// stops the import.
/// </summary>
internal static class StatusWords
{
    private static readonly (Standing Standing, string Words)[] Table =
    [
        (
            Standing.Subscribed,
            """
            subscribed, resubscribed, subscriber, email subscriber, active, enabled, activated, registered, confirmed,
            verified, valid, deliverable,
            approved, allowed, granted, engaged, opt-in, opted in, single opt-in, double opt-in, express, explicit,
            implied, implicit,
            marketing contact, regular, premium, gifted, gift, trialed, trialing, free, paid, comped, comp,
            complimentary, monthly, annual,
            yearly, lifetime, founding, author, past due, unpaid,
            abonné, abonnée, inscrit, inscrite, actif, confirmé, confirmée, accepté, acceptée,
            abonniert, abonnent, angemeldet, eingetragen, registriert, aktiv, aktiviert, bestätigt, bestaetigt,
            zugestimmt,
            suscrito, suscrita, alta, activo, activa, confirmado, confirmada, aceptado, aceptada,
            iscritto, attivo, confermato, inscrito, ativo, ingeschreven, aangemeld, actief, bevestigd
            """
        ),
        (
            Standing.Unconfirmed,
            """
            unconfirmed, not confirmed, pending, pending confirmation, confirmation pending, awaiting confirmation,
            waiting,
            opt-in pending, pending opt-in, double opt-in pending, unactivated, not activated, unverified,
            not verified, validating, requested,
            invited, not set, no permissions set, unknown,
            non confirmé, non confirmée, en attente, en attente de confirmation, à confirmer,
            unbestätigt, unbestaetigt, nicht bestätigt, nicht bestaetigt, ausstehend, bestätigung ausstehend, wartend,
            schwebend,
            pendiente, pendiente de confirmación, sin confirmar, no confirmado, no confirmada, por confirmar,
            non confermato, in attesa, não confirmado, pendente, niet bevestigd, onbevestigd
            """
        ),
        (
            Standing.Blocked,
            """
            blocked, blocklisted, blocklist, blacklisted, blacklist, suppressed, excluded, disabled, deactivated,
            inactive, not active, unengaged,
            dormant, cold, suspended, banned, locked, archived, held, hold, on hold, temp hold, paused, expired,
            churned, lapsed, ended, terminated, deceased, dead, cold subscriber, transactional,
            non-marketing contact, needs attention, spam trap, do not send,
            bloqué, bloquée, inactif, désactivé, désactivée, suspendu, suspendue, exclu, exclue, liste noire, archivé,
            archivée, expiré,
            gesperrt, blockiert, inaktiv, nicht aktiv, deaktiviert, ausgeschlossen, ausgesetzt, archiviert,
            abgelaufen,
            bloqueado, bloqueada, inactivo, inactiva, desactivado, desactivada, suspendido, suspendida, excluido,
            lista negra, archivado,
            bloccato, inattivo, disattivato, inativo, geblokkeerd, inactief
            """
        ),
        (
            Standing.Left,
            """
            unsubscribed, unsubscribe, unsub, unsubs, unsubscribes, not subscribed, nonsubscribed, never subscribed,
            left, gone, departed,
            quit, former,
            opt-out, opted out, not opted in, cancelled, canceled, removed, deleted, erased, revoked, withdrawn,
            declined, rejected, refused,
            denied, no consent, no permission, no mail, no email, no emails, no newsletter, no newsletters,
            do not email, do not mail, do not contact,
            désabonné, désabonnée, désinscrit, désinscrite, non abonné, non inscrit, retiré, retirée, annulé, annulée,
            résilié, résiliée,
            refusé, refusée, supprimé, supprimée, effacé, opposition, parti, ne pas contacter,
            abgemeldet, nicht angemeldet, abbestellt, ausgetragen, gekündigt, gekuendigt, widerrufen, widersprochen,
            abgelehnt, storniert,
            gelöscht, geloescht, entfernt, nicht abonniert, ausgetreten,
            baja, de baja, dado de baja, dada de baja, desuscrito, desuscrita, no suscrito, no suscrita, cancelado,
            cancelada, anulado,
            eliminado, eliminada, borrado, borrada, rechazado, revocado, retirado,
            disiscritto, cancellato, annullato, rimosso, descadastrado, removido, uitgeschreven, afgemeld, opgezegd,
            verwijderd
            """
        ),
        (
            Standing.Bounced,
            """
            bounced, bounce, hard bounce, hard bounced, soft bounce, soft bounced, cleaned, undeliverable,
            undelivered, unreachable, invalid,
            invalid email, nonexistent, quarantined, failed, mailbox full, not valid, not deliverable,
            rebond, rebondi, npai, invalide, injoignable, non distribuable, erreur,
            unzustellbar, nicht zustellbar, nicht erreichbar, ungültig, ungueltig, rückläufer, fehlerhaft,
            rebotado, rebotada, rebote, inválido, inválida, no entregable, inalcanzable,
            respinto, non valido, ongeldig
            """
        ),
        (
            Standing.Complained,
            """
            complained, complaint, complainer, spam, spammy, spam complaint, spam report, reported spam,
            marked as spam, junk, abuse, abused, abuse report,
            plainte, plainte pour spam, signalé comme spam, indésirable,
            beschwerde, spam-beschwerde, als spam gemeldet,
            queja, denuncia, denunciado, marcado como spam
            """
        ),
    ];

    private static readonly FrozenDictionary<string, Standing>.AlternateLookup<ReadOnlySpan<char>> Known = Of(Table)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for yes, false for no: what a column may say that is itself a question.</summary>
    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> YesNo = Split(
            "yes, y, true, t, 1, x, on, checked, oui, vrai, ja, j, wahr, sí, verdadero, sim, vero"
        )
        .Select(word => (word, true))
        .Concat(
            Split(
                    """
                    no, n, false, f, 0, off, unchecked, never, none, null, nil, n/a, non, faux, nein, falsch, falso, não, nee
                    """
                )
                .Select(word => (word, false))
        )
        .ToFrozenDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="plain">Normalised.</param>
    public static bool TryFind(ReadOnlySpan<char> plain, out Standing standing) =>
        Known.TryGetValue(plain, out standing);

    /// <param name="plain">Normalised.</param>
    public static bool? IsYes(ReadOnlySpan<char> plain) => YesNo.TryGetValue(plain, out var yes) ? yes : null;

    private static FrozenDictionary<string, Standing> Of((Standing Standing, string Words)[] table)
    {
        var words = new Dictionary<string, Standing>(StringComparer.Ordinal);
        foreach (var (standing, list) in table)
        {
            foreach (var word in Split(list))
                words[word] = standing;
        }
        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Split(string words) =>
        words
            .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(CellText.Normalise);
}
