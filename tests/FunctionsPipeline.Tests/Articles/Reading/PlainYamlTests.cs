using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Reading.FrontMatter;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>The short way through front matter leads where the long one does, or nowhere.</summary>
public sealed class PlainYamlTests
{
    private static readonly Arbitrary<string> Written = Gen.Elements(
            "title", "tags", "a-b_c", "3", ": ", ": ", ":", "\n", "\n", "[", "]", ", ", ",", " ", "  ", "- ", "#", " #", "'", "\"", "it's", "Grüße", "naïve – yes", "2026-01-02", "09:30", "http://a.b/c?d=e&f#g",
            "true", "~", "null", "*", "&a", "!b", "%", "@", "?", "? ", "|", ">", "{", "}", "\t", "\u00A0", "\u00AD", "\u2028", "\uFEFF", "\u0085", "...", "---", "words of it", "(so)", "; etc.")
        .ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    private static readonly Arbitrary<string> Usual = Gen.Elements(
            "title: What helps?\n", "date: 2026-01-02\n", "tags: [back pain, health]\n", "tags: [ a ,b ]\n", "summary: It's 5 o'clock: time, \"so\" (they say) to walk!  \n", "author:   Dr. Müller & Co.\n", "draft: true\n",
            "canonical: https://a.b/c?d=e\n", "author: no\n", "empty:\n", "tags: [a, b: c]\n", "x: a:\n", "x: a: b\n", "x: [a]b\n", "x: [a], [b]\n", "more\n", "  deeper: 1\n", "x: # nothing\n", "x: a # nothing\n", "\n")
        .ListOf().Select(lines => string.Concat(lines)).ToArbitrary();

    [Fact]
    public void What_it_reads_means_the_same_to_the_whole_parser()
    {
        Prop.ForAll(Written, Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithQuietOnSuccess(true));
        Prop.ForAll(Usual, Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true));
    }

    [Fact]
    public void It_reads_what_nearly_every_article_has()
        => Assert.NotNull(PlainYaml.Read("title: What helps?\ndate: 2026-01-02\ntags: [back pain, health]\nsummary: It's 5 o'clock; time, \"so\" (they say) to walk!\nauthor: Dr. Müller & Co.\n", 2));

    private static bool Agree(string text)
        => PlainYaml.Read(text, 2) is not { } plain || (YamlFrontMatter.ParseAll(text, 2, []) is { } all && Told(plain) == Told(all));

    private static string Told(FrontMatterNode node) => node switch
    {
        MapNode map => $"{map.Line}:{map.Column}{{{string.Join(' ', map.Entries.Select(e => $"{e.Line}:{e.Column} {e.Key}={Told(e.Value)}"))}}}",
        ListNode list => $"{list.Line}:{list.Column}[{string.Join(' ', list.Items.Select(Told))}]",
        _ => node.ToString(),
    };
}
