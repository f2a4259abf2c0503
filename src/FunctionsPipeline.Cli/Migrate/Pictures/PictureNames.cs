using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Cli.Migrate.Pictures;

/// <summary>
/// Names of pictures below the articles: those of the export, in letters that every system and every address takes.
/// </summary>
internal sealed class PictureNames
{
    public const string Folder = "pictures";

    private const int MostPart = 80;
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <param name="path">Of the picture in the export or on the web, with '/'.</param>
    /// <param name="extension">With its dot.</param>
    /// <returns>A path below the folder of articles; the same for the same path, another for another.</returns>
    public string Of(string path, string extension)
    {
        var stem = path.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? path[..^extension.Length] : path;
        var name = $"{Folder}/{string.Join('/', stem.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Part))}";
        var full = name + extension.ToLowerInvariant();
        if (!_owners.TryAdd(full, path) && _owners[full] != path)
            full = $"{name}-{Sha256Hex.Of(path, 4)}{extension.ToLowerInvariant()}";
        return full;
    }

    private static string Part(string part)
    {
        var plain = new StringBuilder(part.Length);
        foreach (var c in part)
        {
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
            else if (c is '-' or '_' or '.' or ' ')
                plain.Append(c == ' ' ? '-' : c);
            else
                // Other scripts: words in ASCII, or a hash.
                return SlugWriter.From(part).Value;
        }
        // A folder or file that begins with a dot or a line is not published.
        var name = plain.ToString().Trim('.', '_', '-');
        return name.Length is 0 or > MostPart ? SlugWriter.From(part).Value : name;
    }
}
