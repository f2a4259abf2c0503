using System.Diagnostics;
using System.Text.Json;
using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Running;

/// <summary>Judges that are not ours: axe for accessibility, html-validate for HTML.</summary>
internal static class Checks
{
    private static readonly NpmInstallation Packages = new("Checks", typeof(Checks).Assembly, "package.json", "package-lock.json");

    /// <summary>Axe's violations on the page as it is, one line each; empty if there are none.</summary>
    /// <param name="mail">True for mail, which has no landmarks: they are the mail client's.</param>
    public static async Task<IReadOnlyList<string>> AxeAsync(IPage page, bool mail = false)
    {
        var script = Path.Combine(await FolderAsync(), "node_modules", "axe-core", "axe.min.js");
        await page.EvaluateAsync(await File.ReadAllTextAsync(script));
        var rules = mail ? """{"region":{"enabled":false},"landmark-one-main":{"enabled":false}}""" : "{}";
        var result = await page.EvaluateAsync<JsonElement>($"async () => (await axe.run(document, {{rules: {rules}}})).violations");
        return [.. result.EnumerateArray().Select(v =>
            $"{v.GetProperty("id").GetString()}: {v.GetProperty("help").GetString()} at {string.Join(" | ", v.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html").GetString()))}")];
    }

    /// <summary>What html-validate's standard rules say of a document; empty if nothing.</summary>
    public static async Task<string> HtmlAsync(string html)
    {
        var folder = await FolderAsync();
        var work = Directory.CreateTempSubdirectory("fp-html");
        try
        {
            var file = Path.Combine(work.FullName, "page.html");
            await File.WriteAllTextAsync(file, html);
            await File.WriteAllTextAsync(Path.Combine(work.FullName, ".htmlvalidate.json"), """{"root":true,"extends":["html-validate:standard"]}""");
            var start = new ProcessStartInfo("node")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = work.FullName,
                ArgumentList = { Path.Combine(folder, "node_modules", "html-validate", "bin", "html-validate.mjs"), "--formatter", "text", file },
            };
            using var process = Process.Start(start)!;
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? "" : string.Concat(said).Replace(work.FullName, "", StringComparison.Ordinal);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static Task<string> FolderAsync() => Packages.EnsureAsync(NullLogger.Instance, CancellationToken.None);
}
