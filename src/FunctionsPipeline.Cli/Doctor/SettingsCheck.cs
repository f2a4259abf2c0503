using System.Globalization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary><c>site.yml</c> as the app judges it, and what it lacks to be mailed from.</summary>
internal sealed class SettingsCheck(StoredSiteSettings stored, ISiteSettingsSource settings) : IDoctorCheck
{
    public string Name => "settings";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        if (await stored.LookAsync(cancellationToken) is not { } read)
            results.Add(
                CheckResult.Warning(
                    "There is no site.yml.",
                    "Put one into the container 'settings'; defaults hold until then."
                )
            );
        else
            results.AddRange(read.Findings.Where(f => f.Severity != Severity.Note).Select(ResultOf));
        var site = await settings.GetAsync(cancellationToken);
        if (!site.Organisation.MayMail)
            results.Add(
                CheckResult.Failed(
                    "site.yml names no postal address, so that nothing is mailed to readers.",
                    "Write organisation, postalAddress."
                )
            );
        if (site.Staff.Count == 0)
            results.Add(
                CheckResult.Warning(
                    "site.yml names no one under 'staff', so that no one gets previews and alerts.",
                    "List the addresses of staff."
                )
            );
        if (results.Count == 0)
            results.Add(
                CheckResult.Ok(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"site.yml is in force: {site.Newsletters.Count} newsletters, {site.Targets.Count} targets."
                    )
                )
            );
        return results;
    }

    private static CheckResult ResultOf(Finding finding) =>
        new(
            finding.Severity == Severity.Error ? CheckState.Failed : CheckState.Warning,
            finding.Line is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"site.yml line {line}: {finding.Message}")
                : $"site.yml: {finding.Message}",
            finding.Fix
        );
}
