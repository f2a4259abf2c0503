using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>Addresses inside a page, as GitHub makes them: small letters, hyphens for spaces, a number where two are equal.</summary>
internal sealed class HeadingIds
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    public string For(string text)
    {
        var id = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || c is '_')
                id.Append(char.ToLowerInvariant(c));
            else if (c is ' ' or '-' && id.Length > 0 && id[^1] != '-')
                id.Append('-');
            if (id.Length >= 80)
                break;
        }
        while (id.Length > 0 && id[^1] == '-')
            id.Length--;
        var name = id.Length == 0 ? "section" : id.ToString();
        if (_taken.TryAdd(name, 1))
            return name;
        // The count never goes back, so that equal headings take linear time; a heading that ends in a number may have
        // taken the name already.
        string numbered;
        do
            numbered = string.Create(CultureInfo.InvariantCulture, $"{name}-{_taken[name]++}");
        while (!_taken.TryAdd(numbered, 1));
        return numbered;
    }
}
