namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>The test app in a folder of its own, for tests that change its files.</summary>
internal sealed class CopiedApp : IDisposable
{
    private CopiedApp()
    {
        foreach (var file in Directory.EnumerateFiles(TestApp.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(TestApp.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("local-host-test-").FullName;

    public static CopiedApp WithHostJson(string json) => With("host.json", json);

    public static CopiedApp With(string file, string? content)
    {
        var app = new CopiedApp();
        if (content is null)
            File.Delete(Path.Combine(app.Folder, file));
        else
            File.WriteAllText(Path.Combine(app.Folder, file), content);
        return app;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
