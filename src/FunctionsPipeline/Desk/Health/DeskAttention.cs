using System.Text.Json;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Health;

/// <summary>Something that a person should do, with the page where it is done.</summary>
/// <param name="Kind">CSS class: <c>bad</c> or <c>warn</c>.</param>
public sealed record Matter(string Kind, string Title, string Text, DeskLink? Link);

/// <summary>What needs a person now. Three reads, beside what <see cref="HealthCheck"/> keeps for a minute.</summary>
public sealed class DeskAttention(HealthCheck health, ISendingReader sending, IBlobStore store)
{
    /// <summary>The most urgent first; empty if all is well.</summary>
    public async Task<IReadOnlyList<Matter>> FindAsync(DeskPage page, CancellationToken cancellationToken) =>
        (await LookAsync(page, cancellationToken)).Matters;

    /// <summary>The same, with the standing of sending that was read for it; null if there is none yet.</summary>
    public async Task<(IReadOnlyList<Matter> Matters, SendingStatus? Standing)> LookAsync(
        DeskPage page,
        CancellationToken cancellationToken
    )
    {
        var answer = await health.RunAsync(cancellationToken);
        if (answer.Storage != HealthAnswer.Ok)
            throw new StorageException("Storage does not answer.");
        var matters = new List<Matter>();
        var toHealth = new DeskLink(page.Strings["matter-health-link"], page.Addresses.Of("health"));
        var toSettings = new DeskLink(page.Strings["matter-settings-link"], page.Addresses.Of("settings"));
        if (answer.Sending != HealthAnswer.Ok)
            matters.Add(await SendingAsync(page, toHealth, cancellationToken));
        if (answer.Mail != HealthAnswer.Ok)
            matters.Add(
                page.Site.Organisation.MayMail
                    ? Of(page, "bad", "matter-mail", toHealth)
                    : Of(page, "bad", "matter-postal-address", toSettings)
            );
        if (answer.Timer != HealthAnswer.Ok)
            matters.Add(Of(page, "bad", "matter-timer", toHealth));
        if (answer.Poison is { Count: > 0 } poison)
            matters.Add(
                new Matter(
                    "warn",
                    page.Counted("matter-poison", poison.Values.Sum()),
                    page.Strings["matter-poison-text"],
                    toHealth
                )
            );
        if (!await AreSettingsInForceAsync(cancellationToken))
            matters.Add(Of(page, "bad", "matter-settings", toSettings));
        return (matters, answer.Standing);
    }

    private async Task<Matter> SendingAsync(DeskPage page, DeskLink link, CancellationToken cancellationToken)
    {
        try
        {
            return await sending.FindHaltAsync(cancellationToken) is { } halt
                ? new Matter(
                    "bad",
                    page.Strings["matter-halt"],
                    page.Strings.Format("halt-" + halt.Reason, ("when", page.When(halt.LastTick))),
                    link
                )
                : Of(page, "bad", "matter-ledger", link);
        }
        catch (JsonException)
        {
            return Of(page, "bad", "matter-ledger", link);
        }
    }

    private async Task<bool> AreSettingsInForceAsync(CancellationToken cancellationToken) =>
        await store.ReadJsonAsync(
            SettingsReport.Data,
            SettingsReportJson.Readable.SettingsReportData,
            cancellationToken
        )
            is not { Value.InForce: false };

    private static Matter Of(DeskPage page, string kind, string key, DeskLink? link) =>
        new(kind, page.Strings[key], page.Strings[key + "-text"], link);
}
