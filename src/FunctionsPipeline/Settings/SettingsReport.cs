using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Settings;

/// <summary>The answer to an edit of <c>site.yml</c>: <c>reports/site.yml.html</c> and <c>.json</c>.</summary>
/// <remarks>Plain HTML without the theme: it must be readable when the theme is what is broken.</remarks>
internal static class SettingsReport
{
    public static BlobPath Page { get; } = new(Containers.Reports, "site.yml.html");

    public static BlobPath Data { get; } = new(Containers.Reports, "site.yml.json");

    public static async Task WriteAsync(
        IBlobStore store,
        IReadOnlyList<Finding> findings,
        bool inForce,
        CancellationToken cancellationToken
    )
    {
        await store.WriteJsonAsync(
            Data,
            new SettingsReportData(inForce, findings),
            SettingsReportJson.Readable.SettingsReportData,
            WriteCondition.Always,
            cancellationToken
        );
        await store.WriteAsync(
            Page,
            Encoding.UTF8.GetBytes(Html(findings, inForce)),
            BlobHeaders.Html,
            WriteCondition.Always,
            cancellationToken
        );
    }

    private static string Html(IReadOnlyList<Finding> findings, bool inForce)
    {
        var encode = HtmlEncoder.Default;
        var html = new StringBuilder(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>site.yml</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #8886}</style>
            </head><body><main><h1>site.yml</h1>
            """
        );
        html.Append(
            inForce
                ? "<p><strong>In force.</strong> The settings were read and are used.</p>"
                : "<p><strong>Not in force.</strong> The file has a mistake, so the last good settings are still used. Fix the lines below and save the file again.</p>"
        );
        if (findings.Count > 0)
        {
            html.Append("<table><thead><tr><th>Line</th><th>What</th><th>How to fix it</th></tr></thead><tbody>");
            foreach (var finding in findings)
            {
                html.Append("<tr><td>")
                    .Append(finding.Line?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "")
                    .Append("</td><td>")
                    .Append(encode.Encode(finding.Message))
                    .Append("</td><td>")
                    .Append(encode.Encode(finding.Fix ?? ""))
                    .Append("</td></tr>");
            }
            html.Append("</tbody></table>");
        }
        return html.Append("</main></body></html>\n").ToString();
    }
}

internal sealed record SettingsReportData(bool InForce, IReadOnlyList<Finding> Findings);

[JsonSerializable(typeof(SettingsReportData))]
internal sealed partial class SettingsReportJson : JsonSerializerContext
{
    public static SettingsReportJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
