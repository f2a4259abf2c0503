using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Tests.Terms;

public sealed class TermTests
{
    [Theory]
    [InlineData("Back pain", "back-pain")]
    [InlineData("  back-PAIN ", "back-pain")]
    [InlineData("Café", "cafe")]
    [InlineData("St. John's", "st-johns")]
    [InlineData("ﬁtness", "fitness")]
    public void Has_an_address_that_can_be_read(string name, string slug) => Assert.Equal(slug, Term.From(name)?.Slug);

    [Fact]
    public void Names_that_Latin_letters_cannot_tell_apart_have_different_addresses()
    {
        string[] names =
        [
            "C",
            "C++",
            "C#",
            "针灸",
            "針灸",
            "🦴",
            "R&D",
            "RD",
            "Ελένη",
            new('a', 56),
            new('a', 57),
            "\uD800",
        ];

        var slugs = names.Select(n => Term.From(n)!.Value.Slug).ToList();

        Assert.Equal(slugs.Count, slugs.Distinct().Count());
        Assert.All(slugs, s => Assert.Matches("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$", s));
    }

    [Fact]
    public void Case_does_not_make_another_term() =>
        Assert.Equal(Term.From("R & D Ελένη")?.Slug, Term.From("r &  d ελένη")?.Slug);

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Nothing_is_no_term(string? name) => Assert.Null(Term.From(name));
}
