namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>The words that other systems have for whether readers see an article.</summary>
internal static class PublicationStatus
{
    public enum Kind
    {
        /// <summary>No such word is known: an article must not go live on a guess.</summary>
        Unknown,

        Published,

        /// <summary>Published once its date has come.</summary>
        Scheduled,

        Draft,
    }

    /// <summary>Compared without case, spaces, hyphens and underscores.</summary>
    public static Kind Read(string word) =>
        MapEntry.Plain(word) switch
        {
            // WordPress, Ghost and Hugo; Notion's own words and those of its templates.
            "publish"
            or "published"
            or "public"
            or "live"
            or "posted"
            or "released"
            or "done"
            or "complete"
            or "completed"
            or "final"
            or "online" => Kind.Published,
            // French, German, Spanish and Italian.
            "publié"
            or "publiée"
            or "publique"
            or "terminé"
            or "enligne"
            or "veröffentlicht"
            or "öffentlich"
            or "erledigt"
            or "publicado"
            or "publicada"
            or "público"
            or "listo"
            or "pubblicato" => Kind.Published,
            "future" or "scheduled" or "schedule" => Kind.Scheduled,
            "draft"
            or "drafts"
            or "autodraft"
            or "drafting"
            or "pending"
            or "pendingreview"
            or "private"
            or "trash"
            or "trashed"
            or "inherit"
            or "unpublished"
            or "hidden"
            or "internal"
            or "members"
            or "paid"
            or "tiers"
            or "sent" => Kind.Draft,
            "notstarted"
            or "inprogress"
            or "todo"
            or "idea"
            or "ideas"
            or "backlog"
            or "planned"
            or "writing"
            or "wip"
            or "outline"
            or "editing"
            or "review"
            or "inreview"
            or "needsreview"
            or "readyforreview"
            or "onhold"
            or "paused"
            or "blocked"
            or "cancelled"
            or "canceled"
            or "archived"
            or "archive"
            or "deleted"
            or "offline" => Kind.Draft,
            "brouillon"
            or "privé"
            or "privée"
            or "pascommencé"
            or "encours"
            or "àrelire"
            or "entwurf"
            or "privat"
            or "nichtbegonnen"
            or "inbearbeitung"
            or "inarbeit"
            or "borrador"
            or "privado"
            or "sinempezar"
            or "encurso"
            or "bozza"
            or "rascunho" => Kind.Draft,
            _ => Kind.Unknown,
        };
}
