using System.Collections.Frozen;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>Words by which a section's title is told from prose.</summary>
internal static class TitleWords
{
    /// <summary>
    /// Words that begin a question that a person asks in earnest; "Sound familiar?" and "Ready to book?" are asides.
    /// </summary>
    public static readonly FrozenSet<string> Questions = Of(
        """
        what what's why how when who whom whose where which is are can could does do did should will would
        may has have was were pourquoi comment quand qui que qu'est-ce quel quelle quels quelles où combien
        est-ce faut-il peut-on wie wann warum wieso wer wo welche welcher welches ist sind kann hilft qué
        cómo cuándo por quién cuál dónde cuánto
        """,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Words that begin a sentence without its full stop, never a title.</summary>
    public static readonly FrozenSet<string> Sentences = Of(
        """
        i i'm i've we we're we've you you're he she it it's they there this that these those and but or so
        because if yes no however also then my our note
        """,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// Words that begin an aside, regardless of capitals: a call to act, a greeting, a line about a picture.
    /// </summary>
    public static readonly FrozenSet<string> Asides = Of(
        """
        thanks thank call contact email e-mail click book photo image picture source credit share follow
        subscribe read see posted written published by please hi hello dear sincerely regards tags filed
        copyright ©
        """,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Words that stay small inside a title: articles, conjunctions and short prepositions.</summary>
    public static readonly FrozenSet<string> Small = Of(
        """
        a an the and but or nor for so yet as at by if in of off on per to up via vs from into like near onto
        out over past than till upon when with
        """,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Verbs and persons that make a sentence of a line: "Acupuncture is safe".</summary>
    public static readonly FrozenSet<string> Verbs = Of(
        """
        is are was were has have had will would can could should may might must do does did isn't aren't
        can't won't don't doesn't didn't felt went said I me
        """,
        StringComparer.Ordinal
    );

    private static FrozenSet<string> Of(string words, StringComparer comparer) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(comparer);
}
