using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Settings;

/// <summary>The answer to an edit of <c>site.yml</c>: <c>reports/site.yml.html</c> and <c>.json</c>.</summary>
/// <remarks>Plain HTML without the theme: it must be readable when the theme is what is broken.</remarks>
internal static partial class SettingsReport
{
    public static BlobPath Page { get; } = new(Containers.Reports, "site.yml.html");

    public static BlobPath Data { get; } = new(Containers.Reports, "site.yml.json");

    public static async Task WriteAsync(
        IBlobStore store,
        IReadOnlyList<Finding> findings,
        bool inForce,
        string language,
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
            Encoding.UTF8.GetBytes(Html(findings, inForce, StringTable.Load("settings", language))),
            BlobHeaders.Html,
            WriteCondition.Always,
            cancellationToken
        );
    }

    private static string Html(IReadOnlyList<Finding> findings, bool inForce, StringTable strings)
    {
        var html = new StringBuilder($"<!doctype html><html lang=\"{strings.Language}\">").Append(
            """
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>site.yml</title>
            <style>
            :root{--paper:#fff;--ink:#1d2427;--soft:#566066;--line:#d9dedf;--error:#a4262c;--warning:#8a5300;--good:#1e6b3c}
            @media (prefers-color-scheme:dark){
            :root{--paper:#15191b;--ink:#e8ebec;--soft:#a7b0b4;--line:#353d41;--error:#ff9a9e;--warning:#f0c069;--good:#86d3a2}
            }
            body{background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}
            main{max-width:44rem;margin:2rem auto;padding:0 1.25rem}
            h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}
            .state{font-weight:600;margin:0}
            .good{color:var(--good)}.error{color:var(--error)}.warning{color:var(--warning)}
            ol{list-style:none;margin:1.5rem 0;padding:0}
            li{border:1px solid var(--line);border-left:.3rem solid currentColor;border-radius:.4rem;margin:0 0 1rem;padding:.75rem 1rem}
            li p{color:var(--ink);margin:.25rem 0;overflow-wrap:anywhere}
            li .head{color:inherit;font-size:.9375rem;font-weight:600}
            li .fix{color:var(--soft)}
            code{font:.9em ui-monospace,monospace}
            </style>
            </head><body><main><h1>site.yml</h1>
            """
        );
        var (state, key) = inForce ? ("good", "in-force") : ("error", "not-in-force");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"state {state}\">{Words(strings[key])}</p><p>");
        html.Append(Words(strings.Format(key + "-text", ("error", strings["error"])))).Append("</p>");
        if (findings.Count > 0)
        {
            html.Append("<ol>");
            foreach (var finding in findings.OrderByDescending(f => f.Severity == Severity.Error).ThenBy(f => f.Line))
                Row(html, FindingTranslations.For(strings.Language).Of(finding), strings);
            html.Append("</ol>");
        }
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Row(StringBuilder html, Finding finding, StringTable strings)
    {
        var kind = finding.Severity.ToString().ToLowerInvariant();
        var place = finding.Line is { } line ? " · " + Words(strings.Format("at-line", ("line", line))) : "";
        html.Append(
            CultureInfo.InvariantCulture,
            $"<li class=\"{kind}\"><p class=\"head\">{Words(strings[kind])}{place}</p><p>"
        );
        html.Append(Words(finding.Message));
        if (finding.Fix is { } fix)
            html.Append("</p><p class=\"fix\">").Append(Words(fix));
        html.Append("</p></li>\n");
    }

    /// <summary>Encodes a text; what stands between backticks is to be typed as it is.</summary>
    private static string Words(string text) =>
        Typed().Replace(HtmlEncoder.Default.Encode(text), "<code>${typed}</code>");

    [GeneratedRegex("&#x60;(?<typed>.+?)&#x60;", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Typed();
}

internal sealed record SettingsReportData(bool InForce, IReadOnlyList<Finding> Findings);

[JsonSerializable(typeof(SettingsReportData))]
internal sealed partial class SettingsReportJson : JsonSerializerContext
{
    public static SettingsReportJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
