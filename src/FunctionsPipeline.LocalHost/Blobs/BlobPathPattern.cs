using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.LocalHost.Blobs;

/// <summary>
/// <c>container/text{token}text</c>: which blobs a function is for. A token matches any text, slashes included. What each
/// token stands for is found by the WebJobs SDK.
/// </summary>
internal sealed class BlobPathPattern
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    private BlobPathPattern(string container, string prefix, Regex regex) =>
        (Container, Prefix, _regex) = (container, prefix, regex);

    public string Container { get; }

    /// <summary>What every matching name starts with; a listing needs to show nothing else.</summary>
    public string Prefix { get; }

    /// <exception cref="FormatException">With a message that says what is wrong.</exception>
    public static BlobPathPattern Parse(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (container, pattern) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        if (!IsContainerName(container))
            throw new FormatException(
                $"'{container}' is not a container name: 3 to 63 lower-case letters, digits and single hyphens, without tokens"
            );

        var tokens = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
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
                if (
                    token.Length == 0
                    || !token.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                    || char.IsAsciiDigit(token[0])
                )
                    throw new FormatException($"'{path}' has a brace that begins no token such as {{name}}");
                if (!tokens.Add(token))
                    throw new FormatException($"'{path}' has the token {{{token}}} twice");
                expression.Append(".*");
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
            expression.ToString(),
            RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
            MatchTimeout
        );
        return new(container, prefix.ToString(), matcher);
    }

    public bool IsMatch(string blobName) => _regex.IsMatch(blobName);

    private static bool IsContainerName(string name) =>
        name is "$web" or "$root" or "$logs"
        || (
            name.Length is >= 3 and <= 63
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !name.StartsWith('-')
            && !name.EndsWith('-')
            && !name.Contains("--", StringComparison.Ordinal)
        );
}
