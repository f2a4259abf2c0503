using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.LocalDev.Site;

/// <summary>
/// For developers only, below <c>/local/</c>: what the pipeline left in storage for staff and for mail, in a browser. A
/// table of every drop with its answer, the reports, and each digest as a mail client would show it.
/// </summary>
public sealed class LocalPages(BlobServiceClient blobs)
{
    private const int MostRows = 500;

    private readonly BlobContainerClient _reports = blobs.GetBlobContainerClient("reports");
    private readonly BlobContainerClient _state = blobs.GetBlobContainerClient(Containers.State);

    /// <param name="inbox">The local inbox's address; null without one.</param>
    public void Map(WebApplication app, Uri? inbox)
    {
        app.MapGet("/local/", (CancellationToken stop) => OverviewAsync(inbox, stop));
        app.MapGet("/local/digests/{slug}", DigestAsync);
        app.MapGet("/local/digests/{slug}/text", DigestTextAsync);
    }

    private async Task<IResult> OverviewAsync(Uri? inbox, CancellationToken cancellationToken)
    {
        var rows = new StringBuilder();
        var count = 0;
        try
        {
            await foreach (var blob in _reports.GetBlobsAsync(cancellationToken: cancellationToken))
            {
                if (!blob.Name.EndsWith(".json", StringComparison.Ordinal) || ++count > MostRows)
                    continue;
                if (await ReadAsync(_reports, blob.Name, cancellationToken) is { } report)
                    Row(rows, blob.Name[..^".json".Length], report);
            }
        }
        catch (RequestFailedException e) when (e.Status is 404)
        {
            // Nothing has been dropped yet.
        }
        var inboxLine = inbox is null
            ? ""
            : $"""<li><a href="{Encode(inbox.ToString())}">Inbox</a>: every mail that was sent</li>""";
        return Html(
            "Local",
            $"""
            <h1>Behind the site</h1>
            <p>For developers on this machine only. Drop a file into the container <code>articles</code> and reload.</p>
            <ul><li><a href="/">Site</a>: what readers see</li>{inboxLine}</ul>
            <h2>Every drop and its answer</h2>
            {(
                rows.Length == 0
                    ? "<p>Nothing has been dropped yet.</p>"
                    : $"""<div class="scroll" tabindex="0" role="region" aria-label="Drops"><table><thead><tr><th>File</th><th>Answer</th><th>Findings</th><th>Look at</th></tr></thead><tbody>{rows}</tbody></table></div>"""
            )}
            {(count > MostRows ? $"<p>{count - MostRows} more are not shown.</p>" : "")}
            """
        );
    }

    private static void Row(StringBuilder rows, string file, JsonElement report)
    {
        var status =
            Text(report, "status")
            ?? (
                report.TryGetProperty("inForce", out var inForce)
                    ? (inForce.GetBoolean() ? "in force" : "not in force")
                    : "?"
            );
        var slug = Text(report, "slug");
        var findings = report.TryGetProperty("findings", out var list) ? list.GetArrayLength() : 0;
        rows.Append("<tr><td>")
            .Append(Encode(file))
            .Append("</td><td><span class=\"status ")
            .Append(Encode(status.Replace(' ', '-')))
            .Append("\">")
            .Append(Encode(status))
            .Append("</span></td><td>")
            .Append(findings)
            .Append("</td><td>")
            .Append("<a href=\"/local/reports/")
            .Append(string.Join('/', file.Split('/').Select(Uri.EscapeDataString)))
            .Append(".html\">report</a>");
        if (slug is not null)
        {
            rows.Append(" · <a href=\"/")
                .Append(Encode(slug))
                .Append("/\">page</a> · <a href=\"/local/digests/")
                .Append(Encode(slug))
                .Append("\">digest</a> · <a href=\"/local/digests/")
                .Append(Encode(slug))
                .Append("/text\">digest as text</a>");
        }
        rows.Append("</td></tr>");
    }

    private async Task<IResult> DigestAsync(string slug, CancellationToken cancellationToken)
    {
        if (await ReadAsync(_state, $"digests/{slug}.json", cancellationToken) is not { } digest)
            return Results.NotFound();
        var title = Text(digest, "title") ?? slug;
        return Html(
            title,
            $"""
            <h1>{Encode(title)}</h1>
            <p><a href="/local/">All drops</a> · <a href="/{Encode(slug)}/">page</a> · <a href="/local/digests/{Encode(
                slug
            )}/text">as text</a></p>
            <h2>Teaser</h2>{Frame("Teaser", Text(digest, "teaserHtml"), "short")}
            <h2>Full text</h2>{Frame("Full text", Text(digest, "fullHtml"), "long")}
            """
        );
    }

    private async Task<IResult> DigestTextAsync(string slug, CancellationToken cancellationToken) =>
        await ReadAsync(_state, $"digests/{slug}.json", cancellationToken) is { } digest
            ? Results.Text($"{Text(digest, "teaserText")}\n\n{new string('=', 72)}\n\n{Text(digest, "fullText")}\n")
            : Results.NotFound();

    /// <summary>A letter of 600 pixels, in a frame that runs nothing: what a mail client makes of the fragment.</summary>
    private static string Frame(string title, string? fragment, string size) =>
        $"""
        <iframe class="{size}" sandbox="" title="{Encode(title)}" srcdoc="{Encode($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{Encode(title)}</title></head>
            <body style="margin:0;font-family:Georgia,serif"><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" style="max-width:100%"><tr><td style="padding:24px">{fragment}</td></tr></table></body></html>
            """)}"></iframe>
        """;

    private static async Task<JsonElement?> ReadAsync(
        BlobContainerClient container,
        string name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var content = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            using var json = JsonDocument.Parse(content.Value.Content.ToMemory());
            return json.RootElement.Clone();
        }
        catch (Exception e) when (e is RequestFailedException { Status: 400 or 404 } or JsonException)
        {
            return null;
        }
    }

    private static IResult Html(string title, string body) =>
        Results.Content(
            $$$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>{{{Encode(title)}}}</title>
            <style>
            :root{--line:#8885;--good:#116b3c;--bad:#a11d1d;--quiet:#5a6064;--link:#0b5d66;--paper:#fff;--ink:#1d2628}
            @media (prefers-color-scheme:dark){:root{--good:#7ddba6;--bad:#ff9c95;--quiet:#a9b0b4;--link:#7fd0d8;--paper:#14181a;--ink:#e8ebec}}
            html{background:var(--paper);color:var(--ink)}
            body{font:1rem/1.55 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
            a{color:var(--link)}h1{line-height:1.2}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
            .status{font-weight:600;color:var(--quiet)}.published,.in-force{color:var(--good)}.rejected,.not-in-force{color:var(--bad)}
            iframe{width:100%;height:38rem;border:1px solid var(--line);border-radius:.5rem;background:Canvas}iframe.short{height:22rem}
            </style></head><body><main>{{{body}}}</main></body></html>
            """,
            "text/html; charset=utf-8",
            Encoding.UTF8
        );

    private static string? Text(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
