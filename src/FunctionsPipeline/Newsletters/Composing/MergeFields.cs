namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>
/// The places in an issue that the mail provider fills in for each recipient, so that an issue is rendered once for all.
/// HTML and text have fields of their own, because their values are escaped differently.
/// </summary>
/// <remarks>
/// The provider replaces plain character sequences wherever they stand. <c>%%fp-</c> is nothing that people write, passes
/// through HTML, URLs and headers unescaped, and <see cref="Neutralise"/> breaks it where an author wrote it all the same.
/// </remarks>
public static class MergeFields
{
    public const string GreetingHtml = Opening + "greeting-html%%";
    public const string GreetingText = Opening + "greeting-text%%";
    public const string UnsubscribeHtml = Opening + "unsubscribe-html%%";
    public const string UnsubscribeText = Opening + "unsubscribe-text%%";
    public const string PreferencesHtml = Opening + "preferences-html%%";
    public const string PreferencesText = Opening + "preferences-text%%";

    private const string Opening = "%%fp-";

    public static IReadOnlyList<string> All { get; } =
    [GreetingHtml, GreetingText, UnsubscribeHtml, UnsubscribeText, PreferencesHtml, PreferencesText];

    /// <summary>
    /// Makes sure that nothing in the text reads as a merge field: an invisible word joiner parts the two percent signs.
    /// </summary>
    public static string Neutralise(string text) =>
        text.Contains("%%", StringComparison.Ordinal)
            ? text.Replace(Opening, "%\u2060%fp-", StringComparison.OrdinalIgnoreCase)
            : text;

    /// <summary>Fills in values, as the provider would.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (field, value) in values)
            text = text.Replace(field, value, StringComparison.Ordinal);
        return text;
    }
}
