using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>An evidence file as a page that a person reads: for the subscriber, and for a regulator.</summary>
public sealed class EvidencePage(PageWriter pages)
{
    public async Task<WebPage> WriteAsync(EvidenceFile file, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(null, cancellationToken);
        return page.Render(200, "evidence", Model(page, file, pass: null));
    }

    /// <summary>
    /// With a pass it is the subscriber's own page: without our numbers, which say nothing to a person and are in the file to
    /// download. Without one it is for a regulator, who follows them.
    /// </summary>
    /// <param name="pass">For the buttons to download and erase; null for none.</param>
    internal static EvidenceModel Model(PageContext page, EvidenceFile file, string? pass)
    {
        var strings = page.Strings;
        var texts = file.Wordings.Keys.ToList();
        var heading = strings["evidence-title"];
        return new EvidenceModel
        {
            Shell = page.Frame(heading),
            Strings = strings.All,
            Heading = heading,
            Pass = pass,
            Facts =
            [
                .. Facts(
                    (strings["fact-subscriber"], Number(file.Subscriber)),
                    (strings["fact-status"], strings[$"status-{file.Status}"]),
                    (strings["email"], file.Record?.Address),
                    (strings["name"], file.Record?.Name),
                    (strings["language"], file.Record?.Language),
                    (strings["topics"], file.Record is null ? null : string.Join(", ", file.Record.Topics)),
                    (strings["frequency"], file.Record is null ? null : strings[$"frequency-{file.Record.Frequency}"]),
                    (strings["pause"], Time(file.Record?.PausedUntil)),
                    (strings["fact-pending"], file.Record?.Pending is { } pending ? page.NamesOf(pending) : null),
                    (
                        strings["fact-suppressed"],
                        (file.Record?.Suppressed ?? file.Suppressed) is { } s
                            ? $"{strings[$"departure-{s.Reason}"]}, {Time(s.At)}"
                            : null
                    ),
                    (strings["fact-gathered"], Time(file.At))
                ),
            ],
            Subscriptions =
            [
                .. file.Record?.Subscriptions.Select(s => new EvidenceSection(
                    page.NameOf(s.Newsletter),
                    [
                        .. Facts(
                            (strings["fact-basis"], strings[$"basis-{s.Basis}"]),
                            (strings["fact-since"], Time(s.ConsentedAt)),
                            (strings["fact-expires"], Time(s.Expires)),
                            (
                                strings["fact-left"],
                                s.LeftAt is null ? null : $"{Time(s.LeftAt)}, {strings[$"departure-{s.LeftReason}"]}"
                            ),
                            (strings["fact-proof"], Number(s.Evidence))
                        ),
                    ]
                ))
                    ?? [],
            ],
            Events =
            [
                .. file.Events.Select(e => new EvidenceSection(
                    $"{Time(e.At)}: {strings[$"event-{e.Kind}"]}",
                    [
                        .. Facts(
                            (strings["fact-newsletters"], e.Newsletters is null ? null : page.NamesOf(e.Newsletters)),
                            (strings["email"], e.Address),
                            (strings["name"], e.Name),
                            (strings["fact-ip"], e.Ip),
                            (strings["fact-browser"], e.UserAgent),
                            (strings["fact-page"], e.Page),
                            (strings["fact-source"], e.Source is { } source ? strings[$"source-{source}"] : null),
                            (strings["fact-message"], Number(e.MessageId)),
                            (strings["fact-request"], Number(e.Request)),
                            (strings["fact-reason"], e.Reason),
                            (strings["fact-done"], e.Done),
                            (strings["fact-wording"], e.Wording is { } wording ? TextOf(wording) : null)
                        ),
                    ]
                )),
            ],
            Wordings = [.. file.Wordings.Select(w => new EvidenceWording(TextOf(w.Key), w.Value.Split('\n')))],
            Imports =
            [
                .. file.Imports.Select(i => new EvidenceSection(
                    pass is null ? i.Evidence : strings["evidence-import"],
                    [
                        .. Facts(
                            (strings["fact-imported"], Time(i.At)),
                            (strings["fact-file"], i.FileName),
                            ("SHA-256", Number(i.FileHash)),
                            (strings["fact-basis"], i.Basis is { } basis ? strings[$"basis-{basis}"] : null),
                            (strings["fact-since"], Time(i.ConsentedAt)),
                            (strings["fact-statement"], i.Statement)
                        ),
                    ]
                )),
                .. file.ImportedRows.Select(r => new EvidenceSection(
                    $"{strings["result-row"]} {r.Row.ToString(CultureInfo.InvariantCulture)}",
                    [new EvidenceFact(strings["fact-statement"], r.Statement)]
                )),
            ],
        };

        string? Number(string? number) => pass is null ? number : null;

        string TextOf(string hash) =>
            pass is null ? hash : strings.Format("evidence-text", ("number", texts.IndexOf(hash) + 1));
    }

    private static IEnumerable<EvidenceFact> Facts(params (string Label, string? Value)[] facts) =>
        facts.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => new EvidenceFact(f.Label, f.Value!));

    private static string? Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

public sealed record EvidenceModel
{
    public required Branding.Shell Shell { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public required string Heading { get; init; }

    /// <summary>For the buttons to download and erase; null for none.</summary>
    public string? Pass { get; init; }

    public required IReadOnlyList<EvidenceFact> Facts { get; init; }

    public required IReadOnlyList<EvidenceSection> Subscriptions { get; init; }

    public required IReadOnlyList<EvidenceSection> Events { get; init; }

    public required IReadOnlyList<EvidenceWording> Wordings { get; init; }

    public required IReadOnlyList<EvidenceSection> Imports { get; init; }
}

public sealed record EvidenceFact(string Label, string Value);

public sealed record EvidenceSection(string Title, IReadOnlyList<EvidenceFact> Facts);

public sealed record EvidenceWording(string Title, IReadOnlyList<string> Lines);
