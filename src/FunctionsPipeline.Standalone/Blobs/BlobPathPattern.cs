using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>
/// <c>container/text{token}text</c>. A token matches any text, slashes included, as much as it can: in
/// <c>{folder}/{name}.{extension}</c> the folder takes all but the last slash, the name all but the last dot.
/// </summary>
internal sealed class BlobPathPattern
{
    private readonly Regex _regex;

    private BlobPathPattern(string container, string prefix, Regex regex, IReadOnlyList<string> tokens)
        => (Container, Prefix, _regex, Tokens) = (container, prefix, regex, tokens);

    public string Container { get; }

    /// <summary>What every matching name starts with; a listing needs to show nothing else.</summary>
    public string Prefix { get; }

    public IReadOnlyList<string> Tokens { get; }

    /// <exception cref="FormatException">With a message that says what is wrong.</exception>
    public static BlobPathPattern Parse(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (container, pattern) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        if (!IsContainerName(container))
            throw new FormatException($"'{container}' is not a container name: 3 to 63 lower-case letters, digits and single hyphens, without tokens");

        var tokens = new List<string>();
        var prefix = new StringBuilder();
        var expression = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            var letter = pattern[at];
            var doubled = letter is '{' or '}' && at + 1 < pattern.Length && pattern[at + 1] == letter;
            if (letter == '{' && !doubled)
            {
                var end = pattern.IndexOf('}', at);
                var token = end < 0 ? "" : pattern[(at + 1)..end];
                if (token.Length == 0 || !token.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(token[0]))
                    throw new FormatException($"'{path}' has a brace that begins no token such as {{name}}");
                if (tokens.Contains(token, StringComparer.OrdinalIgnoreCase))
                    throw new FormatException($"'{path}' has the token {{{token}}} twice");
                tokens.Add(token);
                expression.Append("(?<").Append(token).Append(">.*)");
                at = end;
                continue;
            }

            if (letter == '}' && !doubled)
                throw new FormatException($"'{path}' has a closing brace without its partner");
            if (doubled)
                at++;
            expression.Append(Regex.Escape(letter.ToString()));
            if (tokens.Count == 0)
                prefix.Append(letter);
        }

        // A container by itself means all of it.
        expression.Append(pattern.Length == 0 ? ".*$" : "$");
        var matcher = new Regex(
            expression.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return new(container, prefix.ToString(), matcher, tokens);
    }

    /// <summary>The tokens' texts by name, or null if the name does not match.</summary>
    public IReadOnlyDictionary<string, string>? Match(string blobName)
    {
        var match = _regex.Match(blobName);
        return match.Success
            ? Tokens.ToDictionary(token => token, token => match.Groups[token].Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    private static bool IsContainerName(string name) => name is "$web" or "$root" or "$logs"
        || (name.Length is >= 3 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !name.StartsWith('-') && !name.EndsWith('-') && !name.Contains("--", StringComparison.Ordinal));
}
