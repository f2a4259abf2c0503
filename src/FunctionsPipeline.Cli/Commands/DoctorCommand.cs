using System.CommandLine;
using FunctionsPipeline.Cli.Doctor;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp doctor</c>: looks at everything that must work, and changes nothing.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var only = new Option<string[]>("--only")
        {
            Description = "Only these checks, by name; may be given several times.",
        };
        var command = new Command(
            "doctor",
            "Looks at settings, storage, queues, clocks, SendGrid, the webhook, the sender's domain, the site and the targets, and says how to fix what is wrong. Nothing is changed. Ends with 1 if something does not work."
        )
        {
            only,
        }.WithExample("fp doctor --only sendgrid");
        // Without the check of the keys that other commands begin with, which stores them on a new account.
        command.SetAction(
            (parsed, cancellationToken) =>
                PipelineAccess.RunUncheckedAsync(
                    parsed,
                    services =>
                        RunAsync(
                            new PipelineRun(parsed, services, CommandOutput.Of(parsed), cancellationToken),
                            parsed.GetValue(only)
                        )
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(PipelineRun run, string[]? only)
    {
        using var http = new HttpClient { Timeout = Patience };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("FunctionsPipeline-doctor/1.0");
        var checks = Checks(run.Services, http);
        if (only is { Length: > 0 } named)
        {
            if (named.Except(checks.Select(c => c.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
                return await run.RefuseAsync(
                    new Findings.Refusal(
                        $"There is no check '{unknown}'. There are: {string.Join(", ", checks.Select(c => c.Name))}."
                    )
                );
            checks = [.. checks.Where(c => named.Contains(c.Name, StringComparer.Ordinal))];
        }
        var running = checks.Select(check => (check.Name, Results: RunAsync(check, run.CancellationToken))).ToList();
        var documents = new List<CheckDocument>();
        foreach (var (name, results) in running)
        {
            foreach (var result in await results)
            {
                documents.Add(new CheckDocument(name, result.State, result.Message, result.Fix));
                await run.Output.SayAsync($"{Mark(result.State)} {name}: {result.Message}");
                if (result.Fix is { } fix)
                    await run.Output.SayAsync($"  fix: {fix}");
            }
        }
        await run.Output.JsonAsync([.. documents], CommandJson.Readable.CheckDocumentArray);
        return documents.Exists(d => d.State == CheckState.Failed) ? 1 : 0;
    }

    private static List<IDoctorCheck> Checks(IServiceProvider services, HttpClient http) =>
        [
            ActivatorUtilities.CreateInstance<SettingsCheck>(services),
            ActivatorUtilities.CreateInstance<StorageCheck>(services),
            ActivatorUtilities.CreateInstance<KeysCheck>(services),
            ActivatorUtilities.CreateInstance<QueuesCheck>(services),
            ActivatorUtilities.CreateInstance<ClockCheck>(services),
            ActivatorUtilities.CreateInstance<AppCheck>(services),
            ActivatorUtilities.CreateInstance<SendGridCheck>(services),
            ActivatorUtilities.CreateInstance<WebhookCheck>(services, http),
            ActivatorUtilities.CreateInstance<SiteCheck>(services, http),
            ActivatorUtilities.CreateInstance<MailDomainCheck>(services, new DnsClientRecords()),
            ActivatorUtilities.CreateInstance<TargetsCheck>(services),
        ];

    /// <summary>One check's trouble does not keep the others.</summary>
    private static async Task<IReadOnlyList<CheckResult>> RunAsync(
        IDoctorCheck check,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await check.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return
            [
                CheckResult.Failed(
                    "There was no answer within 20 seconds.",
                    "Try again; see whether the network is up."
                ),
            ];
        }
        catch (Exception e)
            when (e is StorageException or HttpRequestException or IOException or InvalidOperationException)
        {
            return [CheckResult.Failed(e.Message, "See what this machine can reach, and what its settings name.")];
        }
    }

    private static string Mark(CheckState state) =>
        state switch
        {
            CheckState.Ok => "ok     ",
            CheckState.Skipped => "skipped",
            CheckState.Warning => "warning",
            _ => "FAILED ",
        };
}

/// <summary>What one check found.</summary>
internal sealed record CheckDocument(string Check, CheckState State, string Message, string? Fix);
