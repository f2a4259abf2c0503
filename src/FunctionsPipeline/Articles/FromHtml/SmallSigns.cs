using System.Collections.Frozen;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Raised and lowered text, as the characters that Unicode has for it: x², H₂O.</summary>
internal static class SmallSigns
{
    private static readonly FrozenDictionary<char, char> Raised = Table(
        "0123456789+-=()ni",
        "\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079\u207A\u207B\u207C\u207D\u207E\u207F\u2071"
    );

    private static readonly FrozenDictionary<char, char> Lowered = Table(
        "0123456789+-=()aeox",
        "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u208A\u208B\u208C\u208D\u208E\u2090\u2091\u2092\u2093"
    );

    /// <returns>Null if a character has no such sign.</returns>
    public static string? Of(string text, bool isRaised)
    {
        if (text.Length == 0)
            return null;
        var table = isRaised ? Raised : Lowered;
        return text.All(table.ContainsKey) ? string.Concat(text.Select(c => table[c])) : null;
    }

    public static string Short(string text) => text.Length <= 30 ? text : text[..29] + "…";

    private static FrozenDictionary<char, char> Table(string plain, string small) =>
        plain.Zip(small).ToFrozenDictionary(pair => pair.First, pair => pair.Second);
}
