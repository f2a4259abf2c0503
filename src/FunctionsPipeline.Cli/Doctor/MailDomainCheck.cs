using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>
/// What receiving servers look up of the sender's domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489) and MX. Gmail
/// and Yahoo refuse bulk mail without the first three.
/// </summary>
internal sealed class MailDomainCheck(IDnsRecords dns, ISiteSettingsSource settings) : IDoctorCheck
{
    /// <summary>What SendGrid names its two keys, unless a person chose otherwise.</summary>
    private static readonly string[] Selectors = ["s1", "s2"];

    public string Name => "mail domain";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        string[] domains =
        [
            .. site
                .Newsletters.Select(n => (n.Sender ?? site.Sender).Address)
                .Append(site.Sender.Address)
                .Select(address => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant())
                .Distinct(StringComparer.Ordinal),
        ];
        var results = new List<CheckResult>();
        foreach (var domain in domains)
            results.AddRange(await CheckAsync(domain, cancellationToken));
        return results;
    }

    private async Task<IReadOnlyList<CheckResult>> CheckAsync(string domain, CancellationToken cancellationToken)
    {
        if (
            domain is "example.org" or "example.com" or "localhost"
            || domain.EndsWith(".example", StringComparison.Ordinal)
        )
            return
            [
                CheckResult.Warning(
                    $"The sender's domain is {domain}, an example.",
                    "Write your own in site.yml, sender."
                ),
            ];
        var results = new List<CheckResult>
        {
            await SpfAsync(domain, cancellationToken),
            await DkimAsync(domain, cancellationToken),
            await DmarcAsync(domain, cancellationToken),
        };
        if (!await dns.HasMxAsync(domain, cancellationToken))
            results.Add(
                CheckResult.Warning(
                    $"{domain} has no MX record: replies and abuse reports reach no one.",
                    "Add the MX record of the mailbox's provider."
                )
            );
        return results;
    }

    /// <summary>By SendGrid's return path (a CNAME below the domain) or by the domain's own record.</summary>
    private async Task<CheckResult> SpfAsync(string domain, CancellationToken cancellationToken)
    {
        string[] records =
        [
            .. (await dns.TextsAsync(domain, cancellationToken)).Where(t =>
                t.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase)
            ),
        ];
        return records.Length switch
        {
            0 => CheckResult.Warning(
                $"{domain} has no SPF record.",
                "Authenticate the domain at SendGrid (Settings, Sender Authentication): its return path brings SPF. A record of the domain's own helps the mail that does not go through SendGrid."
            ),
            1 => CheckResult.Ok($"{domain} has an SPF record."),
            _ => CheckResult.Failed(
                $"{domain} has {records.Length} SPF records; servers ignore all of them.",
                "Merge them into one."
            ),
        };
    }

    private async Task<CheckResult> DkimAsync(string domain, CancellationToken cancellationToken)
    {
        foreach (var selector in Selectors)
        {
            var name = $"{selector}._domainkey.{domain}";
            if (
                await dns.AliasAsync(name, cancellationToken) is not null
                || (await dns.TextsAsync(name, cancellationToken)).Any(t => t.Contains("p=", StringComparison.Ordinal))
            )
                return CheckResult.Ok($"{domain} has a DKIM key ({selector}).");
        }
        return CheckResult.Failed(
            $"{domain} has no DKIM key under s1 or s2: bulk mail is refused or lands in the spam folder.",
            "Authenticate the domain at SendGrid (Settings, Sender Authentication) and add the CNAME records that it shows."
        );
    }

    /// <summary>At the domain, or at the one above it that holds for its subdomains.</summary>
    private async Task<CheckResult> DmarcAsync(string domain, CancellationToken cancellationToken)
    {
        for (
            var at = domain;
            at.Contains('.', StringComparison.Ordinal);
            at = at[(at.IndexOf('.', StringComparison.Ordinal) + 1)..]
        )
        {
            if (
                (await dns.TextsAsync("_dmarc." + at, cancellationToken)).FirstOrDefault(t =>
                    t.StartsWith("v=DMARC1", StringComparison.OrdinalIgnoreCase)
                )
                is not { } record
            )
                continue;
            return record
                .Replace(" ", "", StringComparison.Ordinal)
                .Contains("p=none", StringComparison.OrdinalIgnoreCase)
                ? CheckResult.Warning(
                    $"{at} has a DMARC record that asks for nothing (p=none).",
                    "When the reports are clean for a month, change it to p=quarantine."
                )
                : CheckResult.Ok($"{at} has a DMARC record.");
        }
        return CheckResult.Failed(
            $"{domain} has no DMARC record: Gmail and Yahoo refuse bulk mail without one.",
            $"Add a TXT record at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:YOUR ADDRESS."
        );
    }
}
