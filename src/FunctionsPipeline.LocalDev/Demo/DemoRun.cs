using System.Net;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Spectre.Console;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// Shows the whole product from outside, as its users meet it: files dropped into storage, pages and mails in a browser.
/// Knows nothing of the app but its addresses.
/// </summary>
/// <param name="address">Where the app answers, ending in '/'.</param>
public sealed class DemoRun(BlobServiceClient storage, Uri address, TextWriter output, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <returns>True only if everything came out as expected.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await DropAsync(cancellationToken);
        var answers = new List<DemoAnswer>();
        foreach (var file in SampleFiles.All.Where(f => f.IsArticle))
            answers.Add(await WaitAsync(file, cancellationToken));
        Show(answers);
        var wrong = answers.Where(a => !a.AsExpected).ToList();
        foreach (var answer in wrong)
            await output.WriteLineAsync($"{answer.File}: {answer.Problem}");
        await output.WriteLineAsync(wrong.Count == 0 ? "Everything is as expected." : "Not everything is as expected.");
        return wrong.Count == 0;
    }

    public void Dispose() => _http.Dispose();

    private async Task DropAsync(CancellationToken cancellationToken)
    {
        foreach (var file in SampleFiles.All)
        {
            var container = storage.GetBlobContainerClient(file.Container);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await using var content = SampleFiles.Open(file);
            await container.GetBlobClient(file.Name).UploadAsync(content, overwrite: true, cancellationToken);
        }
    }

    /// <summary>Every drop is answered with a report; a published one with a page and a digest too.</summary>
    private async Task<DemoAnswer> WaitAsync(SampleFile file, CancellationToken cancellationToken)
    {
        var report = storage.GetBlobContainerClient("reports").GetBlobClient(file.Name + ".json");
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            try
            {
                var content = await report.DownloadContentAsync(cancellationToken);
                return await JudgeAsync(file, content.Value.Content.ToMemory(), cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 404)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
        return new DemoAnswer(file.Name, "no answer", null, 0, $"no report after {Patience.TotalSeconds:0} s");
    }

    private async Task<DemoAnswer> JudgeAsync(SampleFile file, ReadOnlyMemory<byte> report, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(report);
        var root = json.RootElement;
        var status = root.GetProperty("status").GetString() ?? "?";
        var findings = root.TryGetProperty("findings", out var list) ? list.GetArrayLength() : 0;
        var expected = file.Name.Contains("mistake", StringComparison.Ordinal) ? "rejected" : "published";
        if (status != expected)
            return new DemoAnswer(file.Name, status, null, findings, $"expected '{expected}', was '{status}'");
        if (status == "rejected")
            return new DemoAnswer(file.Name, status, null, findings, findings > 0 ? null : "rejected without a finding");

        var slug = root.GetProperty("slug").GetString();
        using var page = await _http.GetAsync(new Uri($"{slug}/", UriKind.Relative), cancellationToken);
        return new DemoAnswer(
            file.Name, status, slug, findings, page.StatusCode == HttpStatusCode.OK ? null : $"its page answers {(int)page.StatusCode}");
    }

    private void Show(List<DemoAnswer> answers)
    {
        var plain = Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (plain)
            console.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Dropped", "Answer", "Findings", "Where to look");
        foreach (var answer in answers)
        {
            var look = answer.Slug is null ? $"{address}local/reports/{answer.File}.html" : $"{address}{answer.Slug}/";
            table.AddRow(
                Markup.Escape(answer.File),
                answer.Slug is null ? $"[red]{Markup.Escape(answer.Status)}[/]" : $"[green]{Markup.Escape(answer.Status)}[/]",
                answer.Findings.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Markup.Escape(look));
        }
        console.Write(table);
        output.WriteLine($"Site: {address}");
        output.WriteLine($"For developers (drops, reports, digests, mail): {address}local/");
    }
}

/// <summary>What became of one dropped file.</summary>
/// <param name="Slug">Null if there is no page.</param>
/// <param name="Problem">Null if it is as expected.</param>
internal sealed record DemoAnswer(string File, string Status, string? Slug, int Findings, string? Problem)
{
    public bool AsExpected => Problem is null;
}
