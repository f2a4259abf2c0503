using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Localization;

/// <summary>
/// What the code says about people's files and wishes, in their language. The code says it in English, in place; a
/// translation names the English text, with <c>{0}</c>, <c>{1}</c> where values stand, as gettext does. So stored findings,
/// which are English, are readable in each language, and a text without a translation is read in English.
/// </summary>
public sealed partial class FindingTranslations
{
    /// <summary>Translated by a key, but written into findings in English.</summary>
    private static readonly string[] EnglishAreas = ["scheduling", "issue", "welcome"];

    /// <summary>A value may be a text of ours with a value that is one.</summary>
    private const int MostLevels = 4;

    /// <summary>Longer ones hold more of a file than of us.</summary>
    private const int LongestText = 4_000;

    private static readonly ConcurrentDictionary<string, FindingTranslations> Loaded = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);

    /// <summary>With values in them: those first that say most themselves.</summary>
    private readonly List<Template> _templates = [];

    private FindingTranslations(IEnumerable<KeyValuePair<string, string>> texts)
    {
        // What is the matter, behind the key that it is about.
        if (Template.Of("'{0}' {1}", "'{0}' {1}") is { } key)
            _templates.Add(key);
        foreach (var (english, translated) in texts)
        {
            if (Template.Of(english, translated) is { } template)
                _templates.Add(template);
            else
                _whole.TryAdd(english, translated);
        }
        _templates.Sort((a, b) => b.Letters.CompareTo(a.Letters));
    }

    /// <param name="language">BCP 47; a language without a translation leaves everything in English.</param>
    public static FindingTranslations For(string language) =>
        Loaded.GetOrAdd(Languages.Serving(language), static l => new FindingTranslations(Read(l)));

    public Finding Of(Finding finding) =>
        finding with
        {
            Message = Of(finding.Message),
            Fix = finding.Fix is { } fix ? Of(fix) : null,
        };

    /// <summary>A text in the language; itself if it is none of ours.</summary>
    public string Of(string text) =>
        text.Length > LongestText ? text : Find(text, MostLevels) ?? FindSentences(text) ?? text;

    /// <summary>Two texts in a row, each of which is one of ours.</summary>
    private string? FindSentences(string text)
    {
        foreach (var end in SentenceEnd().EnumerateMatches(text))
        {
            var next = end.Index + end.Length;
            if (Find(text[..(next - 1)], MostLevels) is { } first && Find(text[next..], MostLevels) is { } second)
                return $"{first} {second}";
        }
        return null;
    }

    [GeneratedRegex("[.?!] ", RegexOptions.NonBacktracking)]
    private static partial Regex SentenceEnd();

    private string? Find(string text, int levels)
    {
        if (_whole.TryGetValue(text, out var translated))
            return translated;
        if (levels == 0)
            return null;
        foreach (var template in _templates)
        {
            if (template.TryRead(text, out var values))
                return template.Write(values, value => Find(value, levels - 1) ?? value);
        }
        return null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(string language)
    {
        if (language == Languages.Source)
            return [];
        var texts = LanguageFile.Of(language).GetValueOrDefault("findings") ?? [];
        return
        [
            .. texts,
            .. EnglishAreas.SelectMany(area =>
            {
                var (english, translated) = (
                    StringTable.Load(area, Languages.Source),
                    StringTable.Load(area, language)
                );
                return english.All.Select(text => KeyValuePair.Create(text.Value, translated[text.Key]));
            }),
        ];
    }

    /// <param name="Pieces">What stands between the values, in order: one more than there are values.</param>
    /// <param name="Names">Of the values, in order.</param>
    private sealed partial record Template(string[] Pieces, string[] Names, string Translated)
    {
        public int Letters { get; } = Pieces.Sum(p => p.Length);

        /// <returns>Null for a text without values.</returns>
        public static Template? Of(string english, string translated)
        {
            var values = Value().Matches(english);
            if (values.Count == 0)
                return null;
            var (pieces, at) = (new List<string>(), 0);
            foreach (Match value in values)
            {
                pieces.Add(english[at..value.Index]);
                at = value.Index + value.Length;
            }
            return new Template([.. pieces, english[at..]], [.. values.Select(v => v.Value)], translated);
        }

        public bool TryRead(string text, [NotNullWhen(true)] out string[]? values)
        {
            values = null;
            if (
                text.Length < Letters
                || !text.StartsWith(Pieces[0], StringComparison.Ordinal)
                || !text.EndsWith(Pieces[^1], StringComparison.Ordinal)
            )
                return false;
            var read = new string[Names.Length];
            var (at, end) = (Pieces[0].Length, text.Length - Pieces[^1].Length);
            for (var i = 0; i < read.Length - 1; i++)
            {
                var next = at > end ? -1 : text.IndexOf(Pieces[i + 1], at, end - at, StringComparison.Ordinal);
                if (next < 0)
                    return false;
                read[i] = text[at..next];
                at = next + Pieces[i + 1].Length;
            }
            if (at > end)
                return false;
            read[^1] = text[at..end];
            values = read;
            return true;
        }

        public string Write(string[] values, Func<string, string> translate)
        {
            var texts = Names.Zip(values).ToDictionary(v => v.First, v => translate(v.Second), StringComparer.Ordinal);
            return Value().Replace(Translated, m => texts.GetValueOrDefault(m.Value) ?? m.Value);
        }

        /// <summary><c>{0}</c> in code, <c>{name}</c> in files of strings; two braces are text.</summary>
        [GeneratedRegex(@"(?<!\{)\{(\d+|[a-z][a-z-]*)\}(?!\})", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Value();
    }
}
