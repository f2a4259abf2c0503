using Markdig.Extensions.SmartyPants;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>The characters that smart punctuation stands for.</summary>
internal static class SmartText
{
    public static string Of(SmartyPant smart) =>
        smart.Type switch
        {
            SmartyPantType.LeftQuote => "\u2018",
            SmartyPantType.RightQuote => "\u2019",
            SmartyPantType.LeftDoubleQuote => "\u201C",
            SmartyPantType.RightDoubleQuote => "\u201D",
            SmartyPantType.LeftAngleQuote => "\u00AB",
            SmartyPantType.RightAngleQuote => "\u00BB",
            SmartyPantType.Dash2 => "\u2013",
            SmartyPantType.Dash3 => "\u2014",
            SmartyPantType.Ellipsis => "\u2026",
            SmartyPantType.DoubleQuote => "\"",
            _ => smart.OpeningCharacter.ToString(),
        };

    public static string Typed(SmartyPant smart) =>
        smart.Type switch
        {
            SmartyPantType.Dash2 => "--",
            SmartyPantType.Dash3 => "---",
            SmartyPantType.Ellipsis => "...",
            _ => smart.OpeningCharacter.ToString(),
        };
}
