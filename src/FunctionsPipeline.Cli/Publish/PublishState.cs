using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>
/// What was uploaded last from one folder to one account: the only proof that what the container holds is ours, and may be
/// written over. A small file of the user's; README.md says why.
/// </summary>
internal sealed class PublishState
{
    private readonly string _file;

    private PublishState(string file, Dictionary<string, UploadedFile> files) => (_file, Files) = (file, files);

    /// <summary>By blob name.</summary>
    public Dictionary<string, UploadedFile> Files { get; }

    /// <param name="account">The storage account's name.</param>
    /// <param name="folder">Absolute.</param>
    /// <param name="home">The user's folder for such files; null for the system's.</param>
    public static PublishState Open(string account, string folder, string? home = null)
    {
        home ??= Home();
        var file = Path.Combine(
            home,
            "functionspipeline",
            "publish",
            Sha256Hex.Of($"{account}\n{folder}", 16) + ".json"
        );
        return new PublishState(file, Read(file));
    }

    /// <summary>Replaces the file once the new one is whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task SaveAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        await OutputFile.WriteAsync(
            new FileInfo(_file),
            output =>
                JsonSerializer.SerializeAsync(output, Files, PublishStateJson.Readable.DictionaryStringUploadedFile)
        );
    }

    /// <summary>A damaged file is as good as none: then nothing counts as ours.</summary>
    private static Dictionary<string, UploadedFile> Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file, Encoding.UTF8);
            var read = JsonSerializer.Deserialize(text, PublishStateJson.Readable.DictionaryStringUploadedFile);
            return new Dictionary<string, UploadedFile>(read ?? [], StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return new Dictionary<string, UploadedFile>(StringComparer.Ordinal);
        }
    }

    private static string Home()
    {
        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        );
        return folder.Length > 0 ? folder : Path.GetTempPath();
    }
}

/// <param name="Last">MD5 of what is known to have arrived, Base64; null if nothing is.</param>
/// <param name="ETag">The version in which it arrived.</param>
/// <param name="Under">MD5 of what is on its way: it may have arrived although the command was ended. Null for nothing.</param>
/// <param name="IsAnswered">True once the app has published, scheduled or kept it as a draft.</param>
internal sealed record UploadedFile(string? Last, string? ETag, string? Under = null, bool IsAnswered = false)
{
    /// <summary>Did this version of the blob come from here?</summary>
    /// <param name="md5">Null if it is not known.</param>
    public bool IsOurs(string? eTag, string? md5) =>
        (eTag is not null && eTag == ETag) || (md5 is not null && (md5 == Last || md5 == Under));
}

[JsonSerializable(typeof(Dictionary<string, UploadedFile>))]
internal sealed partial class PublishStateJson : JsonSerializerContext
{
    public static PublishStateJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
