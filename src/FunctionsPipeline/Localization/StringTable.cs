using System.Collections.Concurrent;

namespace FunctionsPipeline.Localization;

/// <summary>
/// What people read in one area of the product, by key, in one language: a section of the language's file. A key that a
/// translation lacks is read in English.
/// </summary>
public sealed class StringTable
{
    private static readonly ConcurrentDictionary<(string Area, string Language), StringTable> Loaded = new();
    private readonly Dictionary<string, string> _texts;

    private StringTable(string language, Dictionary<string, string> texts) => (Language, _texts) = (language, texts);

    /// <summary>The language that was found, BCP 47: the one asked for, its parent, or <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>All texts, for templates: <c>{{strings.read-more}}</c>.</summary>
    public IReadOnlyDictionary<string, string> All => _texts;

    /// <exception cref="KeyNotFoundException">No such key in English: a programming mistake.</exception>
    public string this[string key] => _texts[key];

    /// <summary>The text with each <c>{name}</c> replaced. The result is plain text: escape it where it goes.</summary>
    public string Format(string key, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var text = _texts[key];
        foreach (var (name, value) in values)
            text = text.Replace(
                "{" + name + "}",
                Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            );
        return text;
    }

    /// <summary>The text for a number of things: <c>key-one</c> or <c>key-many</c>, with <c>{count}</c> as digits.</summary>
    /// <remarks>By CLDR's rule for the language: English says "0 articles", French "0 article".</remarks>
    public string Count(string key, long count, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var isOne = Language.StartsWith("fr", StringComparison.Ordinal) ? count is 0 or 1 : count == 1;
        var digits = count.ToString("N0", Cultures.Of(Language));
        return Format(isOne ? $"{key}-one" : $"{key}-many", [("count", digits), .. values]);
    }

    /// <summary>Loads an area's texts.</summary>
    /// <param name="area">A section of the files, e.g. <c>articles</c>.</param>
    /// <param name="language">BCP 47, e.g. <c>fr-CA</c>: falls back to <c>fr</c>, then to <c>en</c>.</param>
    /// <exception cref="KeyNotFoundException">No such section in English: a programming mistake.</exception>
    public static StringTable Load(string area, string language) =>
        Loaded.GetOrAdd(
            (area, Languages.Serving(language)),
            static key =>
            {
                var texts = LanguageFile.Of(Languages.Source)[key.Area];
                var found = Languages.Source;
                foreach (
                    var candidate in new[] { key.Language.Split('-')[0], key.Language }.Distinct(StringComparer.Ordinal)
                )
                {
                    if (
                        candidate == Languages.Source
                        || !Languages.Translated.Contains(candidate, StringComparer.Ordinal)
                        || !LanguageFile.Of(candidate).TryGetValue(key.Area, out var translated)
                    )
                        continue;
                    texts = new Dictionary<string, string>(texts, StringComparer.Ordinal);
                    foreach (var (name, text) in translated)
                        texts[name] = text;
                    found = candidate;
                }
                return new StringTable(found, texts);
            }
        );
}
