using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.SiteFile;

/// <summary><c>site.yml</c> as a text with its report beside it; it is checked before it is saved.</summary>
public sealed class SettingsPage(DeskPages pages, IBlobStore store, StoredSiteSettings settings, DeskHistory history)
{
    /// <summary>Bytes of the form.</summary>
    public const int MostBytes = 1024 * 1024;

    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "settings", cancellationToken);
        var file = await store.ReadAsync(StoredSiteSettings.File, cancellationToken);
        var text = TextOf(file);
        var written = new Written(text, file?.ETag ?? "", await settings.CheckAsync(text, cancellationToken));
        return await RenderAsync(page, 200, written, null, null, cancellationToken);
    }

    /// <summary>Checks the text; saves it if it has no mistake and no one else was first; or takes the last good one.</summary>
    public async Task<DeskAnswer> TakeAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "settings", cancellationToken);
        var text = form.One("text").Replace("\r\n", "\n", StringComparison.Ordinal);
        if (form.One("do") == "restore")
        {
            if (await store.ReadAsync(StoredSiteSettings.LastGood, cancellationToken) is not { } good)
                return DeskAnswer.Go("settings");
            text = TextOf(good);
        }
        var written = new Written(text, form.One("version"), await settings.CheckAsync(text, cancellationToken));
        if (form.One("do") == "check")
            return DeskAnswer.Show(await RenderAsync(page, 200, written, null, null, cancellationToken));
        var problem =
            written.Result.Settings is not { } meant ? "settings-mistake"
            // Who would lock out everyone at the desk is asked to think again.
            : meant.Staff.All(address => !address.Equals(visit.Who, StringComparison.OrdinalIgnoreCase))
                ? "settings-lock-out"
            : null;
        if (problem is not null)
            return DeskAnswer.Show(
                await RenderAsync(page, 422, written, page.Strings[problem], null, cancellationToken)
            );
        var there = await store.ReadAsync(StoredSiteSettings.File, cancellationToken);
        if ((there?.ETag ?? "") != written.Version)
            return DeskAnswer.Show(
                await RenderAsync(
                    page,
                    409,
                    written with
                    {
                        Version = there?.ETag ?? "",
                    },
                    page.Strings["write-conflict"],
                    TextOf(there),
                    cancellationToken
                )
            );
        await history.AddAsync(
            visit.Who,
            new DeskAct(
                "settings-saved",
                "site.yml",
                DifferenceOf(TextOf(there), text),
                DifferenceOf(text, TextOf(there))
            ),
            cancellationToken
        );
        return
            await store.WriteAsync(
                StoredSiteSettings.File,
                Encoding.UTF8.GetBytes(text),
                new BlobHeaders("application/yaml; charset=utf-8"),
                WriteCondition.After(there),
                cancellationToken
            )
                is null
            ? DeskAnswer.Go("settings", page.Strings["settings-changed"])
            : DeskAnswer.Go("settings", page.Strings["said-settings"]);
    }

    private async Task<WebPage> RenderAsync(
        DeskPage page,
        int status,
        Written written,
        string? problem,
        string? theirs,
        CancellationToken cancellationToken
    )
    {
        var result = written.Result;
        var hasLastGood =
            await store.ReadAsync(StoredSiteSettings.LastGood, cancellationToken) is { } good
            && TextOf(good) != written.Text;
        var brand = result.Settings?.Brand ?? page.Site.Brand;
        var title = page.Strings["nav-settings"];
        return page.Render(
            status,
            "desk-settings",
            title,
            new SettingsModel
            {
                Title = title,
                To = page.Addresses.Of("settings"),
                InForce = result.Settings is not null,
                Verdict = page.Strings[result.Settings is null ? "settings-broken" : "settings-good"],
                Facts =
                [
                    new DeskFact(page.Strings["settings-accent"], ContrastOf(page, brand.Accent, "#ffffff")),
                    new DeskFact(
                        page.Strings["settings-accent-dark"],
                        ContrastOf(page, brand.AccentDark, Colour.DarkBackground)
                    ),
                    new DeskFact(
                        page.Strings["settings-staff"],
                        string.Join(", ", (result.Settings ?? page.Site).Staff)
                    ),
                ],
                Text = written.Text,
                Version = written.Version,
                Problem = problem,
                Theirs = theirs,
                HasLastGood = hasLastGood,
                Findings =
                [
                    .. result
                        .Findings.OrderByDescending(f => f.Severity)
                        .ThenBy(f => f.Line ?? 0)
                        .Select(f => DeskFinding.Of(page, f)),
                ],
            }
        );
    }

    private static string ContrastOf(DeskPage page, string colour, string background) =>
        page.Strings.Format(
            "settings-contrast",
            ("colour", colour),
            ("contrast", Colour.Contrast(colour, background).ToString("0.0", page.Culture)),
            ("background", background)
        );

    private static string TextOf(Blob? blob) =>
        blob is null
            ? ""
            : Encoding
                .UTF8.GetString(blob.Content.Span)
                .TrimStart('\ufeff')
                .Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The lines of one text that the other has not.</summary>
    private static string DifferenceOf(string one, string other)
    {
        var there = other.Split('\n').ToHashSet(StringComparer.Ordinal);
        return string.Join(" / ", one.Split('\n').Where(line => !there.Contains(line)).Select(line => line.Trim()));
    }

    /// <param name="Version">Of the file that the person began with; empty if there was none.</param>
    /// <param name="Result">What the text means.</param>
    private sealed record Written(string Text, string Version, SiteSettingsResult Result);
}

/// <summary>What <c>desk-settings.hbs</c> is rendered over.</summary>
public sealed record SettingsModel : DeskModel
{
    public required string Title { get; init; }

    public required string To { get; init; }

    public required bool InForce { get; init; }

    public required string Verdict { get; init; }

    public required IReadOnlyList<DeskFact> Facts { get; init; }

    public required string Text { get; init; }

    public required string Version { get; init; }

    public string? Problem { get; init; }

    public string? Theirs { get; init; }

    public required bool HasLastGood { get; init; }

    public required IReadOnlyList<DeskFinding> Findings { get; init; }
}
