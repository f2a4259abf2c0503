using FunctionsPipeline.Localization;
using Markdig.Extensions.SmartyPants;
using Markdig.Helpers;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>What straight double quotes become in a language, with the spaces that it wants inside them.</summary>
/// <param name="Open">E.g. <c>«</c> and a no-break space in French.</param>
internal sealed record QuoteMarks(string Open, string Close)
{
    /// <summary>Those that Markdig writes by itself.</summary>
    public static readonly QuoteMarks English = new("\u201C", "\u201D");

    /// <param name="language">BCP 47.</param>
    public static QuoteMarks Of(string language)
    {
        var strings = StringTable.Load("articles", language);
        var marks = new QuoteMarks(strings["quote-open"], strings["quote-close"]);
        return marks == English ? English : marks;
    }

    /// <summary>The characters that smart punctuation stands for.</summary>
    public string Text(SmartyPant smart) =>
        smart.Type switch
        {
            SmartyPantType.LeftDoubleQuote => Open,
            SmartyPantType.RightDoubleQuote => Close,
            SmartyPantType.LeftQuote => "\u2018",
            SmartyPantType.RightQuote => "\u2019",
            SmartyPantType.LeftAngleQuote => "\u00AB",
            SmartyPantType.RightAngleQuote => "\u00BB",
            SmartyPantType.Dash2 => "\u2013",
            SmartyPantType.Dash3 => "\u2014",
            SmartyPantType.Ellipsis => "\u2026",
            SmartyPantType.DoubleQuote => "\"",
            _ => smart.OpeningCharacter.ToString(),
        };

    /// <summary>The same as it was typed.</summary>
    public static string Typed(SmartyPant smart) =>
        smart.Type switch
        {
            SmartyPantType.Dash2 => "--",
            SmartyPantType.Dash3 => "---",
            SmartyPantType.Ellipsis => "...",
            _ => smart.OpeningCharacter.ToString(),
        };

    /// <summary>Puts the language's own marks into the tree, so that every renderer shows them.</summary>
    public void Apply(SmartyPant smart)
    {
        if (
            !ReferenceEquals(this, English)
            && smart.Type is SmartyPantType.LeftDoubleQuote or SmartyPantType.RightDoubleQuote
        )
            smart.ReplaceBy(
                new LiteralInline
                {
                    Content = new StringSlice(Text(smart)),
                    Line = smart.Line,
                    Column = smart.Column,
                }
            );
    }
}
