using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Tests.Localization;

/// <summary>A language is whole: each text of the source language, with the same values in it, and none besides.</summary>
public sealed partial class LanguageFilesTests
{
    private static readonly string Sources = Path.Combine(RepositoryRoot.Find(), "src");

    /// <summary>Area, e.g. <c>site</c>, to language to texts.</summary>
    private static readonly Dictionary<string, Dictionary<string, Dictionary<string, string>>> Areas = Read();

    public static TheoryData<string, string> Translations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var area in Areas.Keys)
            {
                foreach (var language in Languages.Translated.Where(l => l != Languages.Source))
                    data.Add(area, language);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_has_each_text_and_no_other(string area, string language)
    {
        var texts = Areas[area].GetValueOrDefault(language) ?? [];

        Assert.Empty(Areas[area][Languages.Source].Keys.Except(texts.Keys));
        Assert.Empty(texts.Keys.Except(Areas[area][Languages.Source].Keys));
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_names_the_same_values(string area, string language)
    {
        var differ = Areas[area]
            [Languages.Source]
            .Where(text =>
                Areas[area][language].TryGetValue(text.Key, out var translated)
                && !Values(text.Value).SequenceEqual(Values(translated))
            )
            .Select(text => text.Key);

        Assert.Empty(differ);
    }

    /// <summary>French has a no-break space in front of high punctuation; a line that began with it would look broken.</summary>
    [Fact]
    public void French_is_typeset_as_French()
    {
        var wrong =
            from area in Areas
            from text in area.Value.GetValueOrDefault("fr") ?? []
            where BadFrench().IsMatch(Code().Replace(text.Value, ""))
            select $"{text.Key}: {text.Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Each_text_is_used()
    {
        var code = Code(".cs", ".hbs", ".js");
        var unused =
            from area in Areas
            from key in area.Value[Languages.Source].Keys
            where !IsUsed(key, code)
            select $"{area.Key} {key}";

        Assert.Empty(unused);
    }

    [Fact]
    public void Each_text_that_is_asked_for_exists()
    {
        var known = Areas.Values.SelectMany(a => a[Languages.Source].Keys).ToHashSet(StringComparer.Ordinal);
        var asked = Asked().Matches(Code(".cs", ".hbs")).Select(m => m.Groups["key"].Value);

        Assert.Empty(asked.Where(key => !known.Contains(key) && !known.Contains(key + "-many")).Distinct());
    }

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("fr-CA", "fr")]
    [InlineData("FR", "fr")]
    [InlineData("fr-CA-x-y", "fr")]
    [InlineData("en-GB", "en")]
    [InlineData("de", "en")]
    [InlineData("frr", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void A_reader_of_any_language_is_served_in_one_that_exists(string? tag, string served) =>
        Assert.Equal(served, Languages.Serving(tag));

    [Theory]
    [InlineData("en", 0, "0 articles")]
    [InlineData("en", 1, "1 article")]
    [InlineData("en", 1234, "1,234 articles")]
    [InlineData("fr", 0, "0 article")]
    [InlineData("fr", 1, "1 article")]
    [InlineData("fr", 2, "2 articles")]
    public void Numbers_of_things_are_written_as_the_language_writes_them(string language, int count, string text) =>
        Assert.Equal(text, StringTable.Load("site", language).Count("articles", count));

    /// <summary>
    /// As it stands; or put together: of its beginning and a value's name or a number's form, of a name and its ending; or
    /// named like the value of an enumeration.
    /// </summary>
    private static bool IsUsed(string key, string code)
    {
        var parts = key.Split('-');
        var cuts = Enumerable.Range(1, parts.Length - 1).ToList();
        var starts = cuts.ConvertAll(cut => string.Join('-', parts[..cut]));
        return Has($"\"{key}\"")
            || Has($"strings.{key}")
            || Has($" {char.ToUpperInvariant(key[0])}{key[1..]},")
            || starts.Exists(start => Has($"\"{start}-\"") || Has($"\"{start}-{{"))
            || starts.TakeLast(2).Any(start => Has($"\"{start}\""))
            || cuts.Exists(cut => Has($"}}-{string.Join('-', parts[cut..])}\""));

        bool Has(string text) => code.Contains(text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Values(string text) =>
        Value().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static string Code(params string[] extensions) =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(Sources, "*", SearchOption.AllDirectories)
                .Where(f => extensions.Contains(Path.GetExtension(f)) && !IsBuilt(f))
                .Select(File.ReadAllText)
        );

    private static Dictionary<string, Dictionary<string, Dictionary<string, string>>> Read()
    {
        var areas = new Dictionary<string, Dictionary<string, Dictionary<string, string>>>(StringComparer.Ordinal);
        foreach (
            var file in Directory.EnumerateFiles(Path.Combine(Sources, "FunctionsPipeline", "Localization"), "*.json")
        )
        {
            var sections = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(
                File.ReadAllText(file)
            )!;
            // Findings are written in the code: see FindingTranslationsTests.
            foreach (var (area, texts) in sections.Where(s => s.Key != "findings"))
            {
                if (!areas.TryGetValue(area, out var languages))
                    areas.Add(area, languages = new(StringComparer.Ordinal));
                languages.Add(Path.GetFileNameWithoutExtension(file), texts);
            }
        }
        return areas;
    }

    private static bool IsBuilt(string file) =>
        file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        || file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex(@"\{+[a-z][a-z0-9-]*\}+")]
    private static partial Regex Value();

    [GeneratedRegex(
        @"([Ss]trings|[Ww]ords)(\[|\.Format\(\s*|\.Count\(\s*)""(?<key>[a-zA-Z0-9-]+)""[\],)]|\{\{[a-z.]*strings\.(?<key>[a-z0-9-]+)\}\}"
    )]
    private static partial Regex Asked();

    /// <summary>Straight apostrophes, and spaces at which a line may break in front of or inside marks.</summary>
    [GeneratedRegex(@"\p{L}'\p{L}| [:;?!»%]|« (?!\u00A0)|\p{L}[;?!]")]
    private static partial Regex BadFrench();

    /// <summary>Settings, file names and addresses are not French.</summary>
    [GeneratedRegex(@"`[^`]*`|https?:\S+|\{+[a-z-]+\}+")]
    private static partial Regex Code();
}
