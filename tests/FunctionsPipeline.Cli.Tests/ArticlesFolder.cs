using System.Text;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>A folder of articles with a folder for settings beside it, gone with the test.</summary>
internal sealed class ArticlesFolder : IDisposable
{
    /// <summary>One that has nothing to be said about.</summary>
    public const string Good =
        "---\ntitle: A walk each day\ndate: 2026-03-02\nsummary: What ten minutes do.\n---\n\nIt *helps* many people with a stiff back.\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-articles-");

    public ArticlesFolder() => Directory.CreateDirectory(Path);

    public string Path => System.IO.Path.Combine(_folder.FullName, "articles");

    public string Home => _folder.FullName;

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        var file = FileOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    public void WriteSettings(string yaml)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(_folder.FullName, "settings"));
        File.WriteAllText(System.IO.Path.Combine(_folder.FullName, "settings", "site.yml"), yaml);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
