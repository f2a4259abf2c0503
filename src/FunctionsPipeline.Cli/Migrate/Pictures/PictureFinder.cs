using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Pictures;

/// <summary>
/// Finds the file in the export that an address shows: exports keep pictures below their old paths, with other folders
/// in front of those, and posts refer to smaller copies of them.
/// </summary>
internal sealed partial class PictureFinder
{
    private readonly ExportSource _source;

    /// <summary>By file name; null where several files have it.</summary>
    private readonly Dictionary<string, ExportFile?> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By the last two parts of the path and more, so that folders in front do not matter.</summary>
    private readonly Dictionary<string, ExportFile> _byEnd = new(StringComparer.OrdinalIgnoreCase);

    public PictureFinder(ExportSource source)
    {
        _source = source;
        foreach (var file in source.Files.Where(f => PictureFormats.IsMedia(f.Path)))
        {
            if (!_byName.TryAdd(file.FileName, file))
                _byName[file.FileName] = null;
            for (var at = file.Path.IndexOf('/'); at >= 0; at = file.Path.IndexOf('/', at + 1))
            {
                if (file.Path.IndexOf('/', at + 1) >= 0)
                    _byEnd.TryAdd(file.Path[(at + 1)..], file);
            }
        }
    }

    /// <param name="address">As the post refers to it.</param>
    /// <param name="folder">The post's folder in the export; null where relative paths mean nothing.</param>
    public ExportFile? Find(string address, string? folder)
    {
        var path = PathOf(address);
        if (path.Length == 0)
            return null;
        if (
            folder is not null
            && !path.StartsWith('/')
            && !address.Contains("://", StringComparison.Ordinal)
            && _source.Find(Beside(path, folder)) is { } beside
            && PictureFormats.IsMedia(beside.Path)
        )
            return beside;
        return ByPath(path.TrimStart('/'))
            ?? ByPath(Smaller().Replace(Sized().Replace(path.TrimStart('/'), "${extension}"), "images/"));
    }

    private ExportFile? ByPath(string path)
    {
        for (var rest = path; ; rest = rest[(rest.IndexOf('/') + 1)..])
        {
            if (_source.Find(rest) is { } exact && PictureFormats.IsMedia(exact.Path))
                return exact;
            if (!rest.Contains('/'))
                return _byName.GetValueOrDefault(rest);
            if (_byEnd.TryGetValue(rest, out var found))
                return found;
        }
    }

    private static string Beside(string path, string folder)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                    parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static string PathOf(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? address : address[..end];
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = "https:" + path;
        if (path.Contains("://", StringComparison.Ordinal))
            path = Uri.TryCreate(path, UriKind.Absolute, out var uri) ? uri.AbsolutePath : "";
        return Uri.UnescapeDataString(path);
    }

    // WordPress: name-300x200.jpg, name-scaled.jpg.
    [GeneratedRegex(
        @"(-\d{2,5}x\d{2,5}|-scaled)(?<extension>\.[A-Za-z]{3,4})$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Sized();

    // Ghost: content/images/size/w600/….
    [GeneratedRegex(
        @"images/size/w\d+(h\d+)?/(format/\w+/)?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Smaller();
}
