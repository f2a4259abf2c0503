using System.Text;

namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>One file of an export.</summary>
/// <param name="Path">With '/', relative to the export, without '..'.</param>
/// <param name="Length">Bytes, unpacked.</param>
internal sealed record ExportFile(string Path, long Length, Func<Stream> Open)
{
    /// <summary>A text that is read whole: one post. Longer ones are programs or mistakes.</summary>
    private const long MostText = 128 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    public string Folder => Path.LastIndexOf('/') is >= 0 and var slash ? Path[..slash] : "";

    /// <summary>In small letters, with its dot; empty if there is none.</summary>
    public string Extension => System.IO.Path.GetExtension(FileName).ToLowerInvariant();

    public string Stem => System.IO.Path.GetFileNameWithoutExtension(FileName);

    public bool IsIn(string folder) =>
        Path.StartsWith(folder + "/", StringComparison.OrdinalIgnoreCase)
        || Path.Contains("/" + folder + "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The whole text with '\n' as line end: UTF-8, UTF-16 with its mark, else Windows-1252.</summary>
    /// <exception cref="MigrationException">It is too long, or its ZIP is damaged.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        if (Length > MostText)
            throw new MigrationException(
                $"'{Path}' has more than {MostText / (1024 * 1024)} MB, which no post has. Remove it from the export."
            );
        using var buffer = new MemoryStream((int)Length);
        await using (var content = Open())
            await content.CopyToAsync(buffer, cancellationToken);
        return Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The beginning as text, to recognise a format; wrong bytes are replaced.</summary>
    public async Task<string> PeekAsync(int bytes, CancellationToken cancellationToken)
    {
        var start = new byte[bytes];
        await using var content = Open();
        var read = await content.ReadAtLeastAsync(start, bytes, throwOnEndOfStream: false, cancellationToken);
        var encoding =
            start is [0xff, 0xfe, ..] ? Encoding.Unicode
            : start is [0xfe, 0xff, ..] ? Encoding.BigEndianUnicode
            : Encoding.UTF8;
        return encoding.GetString(start, 0, read).TrimStart('\ufeff');
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        string text;
        if (bytes is [0xff, 0xfe, ..])
            text = Encoding.Unicode.GetString(bytes[2..]);
        else if (bytes is [0xfe, 0xff, ..])
            text = Encoding.BigEndianUnicode.GetString(bytes[2..]);
        else
        {
            if (bytes is [0xef, 0xbb, 0xbf, ..])
                bytes = bytes[3..];
            try
            {
                text = Strict.GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                text = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
            }
        }
        return text.Contains('\r') ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
    }
}
