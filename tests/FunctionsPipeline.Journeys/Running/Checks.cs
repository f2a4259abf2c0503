using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Running;

/// <summary>
/// Judges that are not ours: axe for accessibility, html-validate for HTML, caniemail's data for mail clients.
/// </summary>
internal static class Checks
{
    private const string MailClientsScript = "mail-clients.mjs";

    private const string PageRules = """{"root":true,"extends":["html-validate:standard"]}""";

    /// <summary>
    /// Mail is written for clients of another age: attributes that HTML gave up, and styles beside the text.
    /// </summary>
    private const string MailRules = """
        {"root":true,"extends":["html-validate:standard"],"rules":{
          "no-inline-style":"off","no-conditional-comment":"off","deprecated":"off","no-deprecated-attr":"off","long-title":"off"}}
        """;

    private static readonly NpmInstallation Packages = new(
        "Checks",
        typeof(Checks).Assembly,
        "package.json",
        "package-lock.json",
        MailClientsScript
    );

    /// <summary>Axe's violations on the page as it is, one line each; empty if there are none.</summary>
    /// <param name="mail">True for mail, which has no landmarks: they are the mail client's.</param>
    public static async Task<IReadOnlyList<string>> AxeAsync(IPage page, bool mail = false)
    {
        var script = Path.Combine(await FolderAsync(), "node_modules", "axe-core", "axe.min.js");
        await page.EvaluateAsync(await File.ReadAllTextAsync(script));
        var rules = mail ? """{"region":{"enabled":false},"landmark-one-main":{"enabled":false}}""" : "{}";
        var result = await page.EvaluateAsync<JsonElement>(
            $"async () => (await axe.run(document, {{rules: {rules}}})).violations"
        );
        return
        [
            .. result
                .EnumerateArray()
                .Select(v =>
                    $"{v.GetProperty("id").GetString()}: {v.GetProperty("help").GetString()} at {string.Join(" | ", v.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html").GetString()))}"
                ),
        ];
    }

    /// <summary>What html-validate's standard rules say of a document; empty if nothing.</summary>
    public static Task<string> HtmlAsync(string html, bool mail = false) => HtmlAsync([html], mail);

    /// <summary>Of several documents in one go: starting the judge takes longer than judging.</summary>
    public static async Task<string> HtmlAsync(IReadOnlyList<string> pages, bool mail = false)
    {
        var folder = await FolderAsync();
        var work = Directory.CreateTempSubdirectory("fp-html");
        try
        {
            string[] files =
            [
                .. pages.Select(
                    (_, i) => Path.Combine(work.FullName, string.Create(CultureInfo.InvariantCulture, $"page-{i}.html"))
                ),
            ];
            foreach (var (file, html) in files.Zip(pages))
                await File.WriteAllTextAsync(file, html);
            await File.WriteAllTextAsync(
                Path.Combine(work.FullName, ".htmlvalidate.json"),
                mail ? MailRules : PageRules
            );
            var (code, said) = await NodeAsync(
                work.FullName,
                "",
                Path.Combine(folder, "node_modules", "html-validate", "bin", "html-validate.mjs"),
                ["--formatter", "text", .. files]
            );
            return code == 0 ? "" : said.Replace(work.FullName, "", StringComparison.Ordinal);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>
    /// What some mail client of Apple, Google, Microsoft or Yahoo does not support, by feature, with the clients.
    /// </summary>
    public static async Task<ILookup<string, string>> MailClientsAsync(string html)
    {
        var folder = await FolderAsync();
        var (code, said) = await NodeAsync(folder, html, Path.Combine(folder, MailClientsScript));
        if (code != 0)
            throw new InvalidOperationException($"The check for mail clients failed: {said}");
        // "`Attribute selector` is not supported by `outlook.windows`"
        return JsonSerializer
            .Deserialize<string[]>(said)!
            .Select(e => e.Split('`'))
            .Where(e => e.Length > 3)
            .Distinct()
            .ToLookup(e => e[1], e => e[3]);
    }

    private static async Task<(int Code, string Said)> NodeAsync(
        string folder,
        string input,
        string script,
        params string[] arguments
    )
    {
        using var process = Process.Start(
            new ProcessStartInfo("node", [script, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            }
        )!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(await said));
    }

    private static Task<string> FolderAsync() => Packages.EnsureAsync(NullLogger.Instance, CancellationToken.None);
}
