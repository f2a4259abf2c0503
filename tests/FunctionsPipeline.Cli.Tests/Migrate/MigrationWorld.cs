using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Build;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Leaving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Tests.Migrate;

/// <summary>A folder with an export, the command over it, and the site's own readers over what it wrote.</summary>
internal sealed class MigrationWorld : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-migrate");

    public string Output => Path.Combine(_folder.FullName, "moved");

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    /// <returns>The path of the file.</returns>
    public string File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    public string File(string name, byte[] content)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, name));
        file.Directory!.Create();
        System.IO.File.WriteAllBytes(file.FullName, content);
        return file.FullName;
    }

    public string Zip(string name, params (string Name, string Content)[] entries) =>
        Zip(name, [.. entries.Select(e => (e.Name, Encoding.UTF8.GetBytes(e.Content)))]);

    public string Zip(string name, IEnumerable<(string Name, byte[] Content)> entries)
    {
        var path = Path.Combine(_folder.FullName, name);
        using var archive = new ZipArchive(System.IO.File.Create(path), ZipArchiveMode.Create);
        foreach (var (entry, content) in entries)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(content);
        }
        return path;
    }

    /// <summary>Runs <c>fp migrate</c> as it is typed; the output's folder is added.</summary>
    public async Task<(int Code, string Said, string Complained)> RunAsync(
        string service,
        string export,
        params string[] options
    )
    {
        var (said, complained) = (new StringWriter(), new StringWriter());
        var code = await CommandTree
            .Create()
            .Parse(["migrate", service, export, Output, .. options])
            .InvokeAsync(new InvocationConfiguration { Output = said, Error = complained });
        return (code, said.ToString(), complained.ToString());
    }

    /// <summary>Runs the command, which succeeds.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> MigrateAsync(string service, string export, params string[] options)
    {
        var (code, said, complained) = await RunAsync(service, export, options);
        Assert.Equal((0, ""), (code, complained));
        return said;
    }

    public string Article(string name) => System.IO.File.ReadAllText(Path.Combine(Output, "articles", name + ".md"));

    public string Report() => System.IO.File.ReadAllText(Path.Combine(Output, "report.md"));

    public bool Has(string path) => System.IO.File.Exists(Path.Combine(Output, path));

    public IEnumerable<string> Articles() =>
        Directory
            .EnumerateFiles(Path.Combine(Output, "articles"), "*.md")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);

    /// <summary>All files that were written, with what is in them.</summary>
    public SortedDictionary<string, string> Everything() =>
        new(
            Directory
                .EnumerateFiles(Output, "*", SearchOption.AllDirectories)
                .ToDictionary(
                    f => Path.GetRelativePath(Output, f).Replace('\\', '/'),
                    f => Convert.ToHexString(System.IO.File.ReadAllBytes(f))
                ),
            StringComparer.Ordinal
        );

    /// <summary>Builds the site from what was written: nothing may be refused.</summary>
    public async Task<BuildResult> BuildAsync()
    {
        var site = Path.Combine(_folder.FullName, "site-" + Guid.NewGuid().ToString("n")[..8]);
        var result = await SiteBuilder.BuildAsync(
            Path.Combine(Output, "articles"),
            null,
            site,
            new Uri("https://example.org/"),
            null,
            default
        );
        Assert.Empty(
            result
                .Reports.Where(r => r.Status == ReportStatus.Rejected)
                .Select(r => $"{r.Source}: {string.Join(' ', r.Findings.Select(f => f.Message))}")
        );
        return result;
    }

    /// <summary>Imports the subscribers as the command of the next step does, as a trial.</summary>
    public async Task<ImportProgress> ImportAsync(string? basis = "express", string? date = null)
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IBlobStore>(new InMemoryBlobStore(time))
            .AddSingleton<IMessageQueue>(new InMemoryMessageQueue())
            .AddSingleton<ITransactionalMail>(new RecordingMail())
            .AddSingleton<ISiteSettingsSource>(
                new FixedSettings(
                    new SiteSettings { Newsletters = [new NewsletterSettings { Id = "news", Name = "News" }] }
                )
            )
            .AddSingleton<IThemeSource>(new FixedTheme())
            .AddSingleton<IMailInFlight>(new NothingInFlight())
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                            ["FunctionsBaseUrl"] = "https://fn.example.org/",
                        }
                    )
                    .Build()
            )
            .AddSubscribers();
        await using var provider = services.BuildServiceProvider();
        var imports = provider.GetRequiredService<Imports>();
        await using var file = System.IO.File.OpenRead(Path.Combine(Output, "subscribers.csv"));
        var id = await imports.AcceptAsync(
            file,
            new ImportRequest
            {
                FileName = "subscribers.csv",
                Newsletters = ["news"],
                Basis = ImportRequest.BasisOf(basis),
                ConsentedAt = ImportRequest.DateOf(date),
                DryRun = true,
            },
            default
        );
        return (await provider.GetRequiredService<ImportRunner>().RunAsync(id, null, default))!;
    }

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private sealed class NothingInFlight : IMailInFlight
    {
        public Task<bool> MayArriveAsync(string? newsletter, CancellationToken cancellationToken) =>
            Task.FromResult(false);
    }
}
