using FunctionsPipeline.Syndication;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>The other sites' secrets, tried as <c>fp targets test</c> does.</summary>
internal sealed class TargetsCheck(TargetOverview targets) : IDoctorCheck
{
    public string Name => "targets";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var tested = (await targets.TestAsync(null, cancellationToken)).Value;
        if (tested.Count == 0)
            return [CheckResult.Ok("site.yml names no targets.")];
        return
        [
            .. tested.Select(t =>
                t.Accepted switch
                {
                    true => CheckResult.Ok($"{t.Name} accepts the secret."),
                    false => CheckResult.Failed(
                        $"{t.Name}: {t.Problem}",
                        $"Set Targets__{t.Name}__Secret to a secret that works, here and in the app."
                    ),
                    null => CheckResult.Skipped($"{t.Name} cannot be tested without posting something."),
                }
            ),
        ];
    }
}
