using System.Buffers;
using System.Collections.Frozen;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// Recognises columns that may say who left although nothing is known of them: by parts of their names, and by what
/// their cells say. A false alarm costs a question; a column that is passed over costs mail to people who said no.
/// </summary>
internal static class UnclearColumns
{
    /// <summary>Parts of normalised names.</summary>
    private static readonly SearchValues<string> Parts = Search(
        """
        unsub subscri optout optedout optin optedin bounce complain spam suppress blacklist blocklist blocked inactiv disabled deactivat
        delet cancel cleaned status pending confirm donot nomail noemail removed revoked withdraw withdrew exclud quarantin consent
        permission gdpr newsletter mailinglist unreachable undeliver invalid expired dormant banned erased accept marketingemail
        dontemail dontmail dontcontact dontsend sendme includ werbung churn deceased unwanted nocontact
        reachab deliverab mailable contactab rgpd dsgvo lopd robinson
        wants oktomail oktoemail oktocontact maymail mayemail maycontact sendmail sendemail receivemail receiveemail
        receivenews receives allow agree autoris autoriz recevoir souhait einverstanden mochte recibir desea
        statut desabon desinscri rebond plainte supprim bloqu listenoire refus annul nonconfirm enattente nepas abonn inscri resili
        abgemeld abmeld abbestell ausgetrag austrag kundig kuendig widerruf widersp sperr blockier gelosch geloesch inaktiv unzustell
        beschwerde bestatig bestaetig ausstehend einwillig deaktiv erlaub zustimm
        dadodebaja debaja suscri cancelad rebot queja listanegra eliminad borrad pendient anulad noenviar nomolestar consentim
        disiscri disdett uitgeschrev uitschrij afgemeld descadastr
        """
    );

    /// <summary>Short words, which would be found inside others: <c>left</c> is part of <c>leftover</c>.</summary>
    private static readonly FrozenSet<string> Words = Split(
            """
            gone left leave leaving exit keep skip cold dnc dnd doi active enabled junk hold held out
            stop stopped remove ended dead quit lapsed former valid
            ok reason actif retire parti décédé opposition npai motif aktiv zustand verstorben grund baja alta activo motivo
            situacao
            """
        )
        .Select(CellText.Normalise)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The same, and places where a file has postal addresses.</summary>
    private static readonly FrozenSet<string> WordsOrPlaces = Split("state etat estado stato")
        .ToFrozenSet(StringComparer.Ordinal);

    private const int ShortestSaying = 6;

    private static readonly SearchValues<char> Commas = SearchValues.Create(",;|\n");

    /// <summary>Parts of normalised cells that leave no doubt, as in <c>unsubscribed (admin)</c>.</summary>
    private static readonly SearchValues<string> Sayings = Search(
        """
        unsubscrib optedout optout bounced hardbounce softbounce complained spamcomplaint spamreport markedasspam blacklisted blocklisted
        suppressed donotemail donotmail donotcontact unconfirmed notconfirmed optinpending
        desabonn desinscri nonconfirme abgemeldet abbestellt widerrufen nichtbestatigt unbestatigt gekundigt gesperrt
        dadodebaja dadadebaja desuscri rebotado bloqueado sinconfirmar noconfirmado
        removeme removefromlist removefromthelist removefrommail removedfromlist removedfromthelist removedfrommail takemeoff
        takenoffthelist takenofflist offthelist offthislist offourlist leavethelist leftthelist nomoremail
        nomoreemail nomorenewsletter stopmail stopemail stopsending stopnewsletter dontsend dontemail dontmail dontcontact
        donotsend nolongerwant nolongerwish deceased keinemail keineemail keinenewsletter keinewerbung verstorben neplusenvoyer
        neplusrecevoir neplusecrire neveutplus decede noenviar nomascorreo noquieremas fallecid
        """
    );

    /// <param name="name">As it stands in the file.</param>
    /// <param name="hasPlaces">As <see cref="ColumnNames.HasPlaces"/> has it.</param>
    public static bool MaySayWhoLeft(string name, bool hasPlaces) =>
        CellText.Normalise(name).AsSpan().IndexOfAny(Parts) >= 0
        || CellText.Words(name).Any(word => Words.Contains(word) || (!hasPlaces && WordsOrPlaces.Contains(word)));

    /// <summary>True if a cell of a column that is not used says that a person left, bounced or the like.</summary>
    public static bool SaysSo(ReadOnlySpan<char> cell)
    {
        if (IsWord(cell))
            return true;
        // Tags and groups: "vip, unsub".
        if (cell.IndexOfAny(Commas) >= 0)
        {
            foreach (var part in cell.SplitAny(Commas))
            {
                if (IsWord(cell[part]))
                    return true;
            }
        }
        return Holds(cell);
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        Span<char> plain = stackalloc char[CellText.MostLength];
        var length = CellText.Normalise(text, plain);
        return length > 0 && StatusWords.TryFind(plain[..length], out var standing) && standing > Standing.Missing;
    }

    /// <summary>Notes can be long, and say it at their end.</summary>
    private static bool Holds(ReadOnlySpan<char> cell)
    {
        if (cell.Length < ShortestSaying)
            return false;
        var rented = ArrayPool<char>.Shared.Rent(cell.Length);
        var length = CellText.Normalise(cell, rented.AsSpan(0, cell.Length), most: cell.Length);
        var found = rented.AsSpan(0, length).IndexOfAny(Sayings) >= 0;
        // Notes about people do not stay in memory that others use.
        ArrayPool<char>.Shared.Return(rented, clearArray: true);
        return found;
    }

    private static SearchValues<string> Search(string parts) =>
        SearchValues.Create(Split(parts), StringComparison.Ordinal);

    private static string[] Split(string parts) =>
        parts.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
