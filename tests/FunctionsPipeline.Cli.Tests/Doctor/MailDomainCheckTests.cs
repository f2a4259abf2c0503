using FunctionsPipeline.Cli.Doctor;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Tests.Doctor;

/// <summary>What receiving servers look up, on a DNS in memory.</summary>
public class MailDomainCheckTests
{
    private readonly Zone _zone = new();

    [Fact]
    public async Task A_domain_that_is_set_up_passes()
    {
        SetUp("clinic.ca");

        var results = await CheckAsync("news@clinic.ca");

        Assert.All(results, r => Assert.Equal(CheckState.Ok, r.State));
        Assert.Equal(3, results.Count);
    }

    [Fact]
    public async Task What_is_missing_is_named_with_its_fix()
    {
        var results = await CheckAsync("news@clinic.ca");

        Assert.Equal(
            [CheckState.Warning, CheckState.Failed, CheckState.Failed, CheckState.Warning],
            results.Select(r => r.State)
        );
        Assert.Contains("TXT record at _dmarc.clinic.ca", results[2].Fix, StringComparison.Ordinal);
        Assert.All(results, r => Assert.DoesNotContain("news@", r.Message + r.Fix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_SPF_records_are_worse_than_none()
    {
        SetUp("clinic.ca");
        _zone.Texts["clinic.ca"] = ["v=spf1 include:a.example -all", "v=spf1 mx -all"];

        Assert.Contains(
            await CheckAsync("news@clinic.ca"),
            r => r.State == CheckState.Failed && r.Message.Contains("2 SPF")
        );
    }

    [Fact]
    public async Task A_subdomain_is_covered_by_the_policy_above_it()
    {
        SetUp("mail.clinic.ca");
        _zone.Texts.Remove("_dmarc.mail.clinic.ca");
        _zone.Texts["_dmarc.clinic.ca"] = ["v=DMARC1; p=reject"];

        Assert.All(await CheckAsync("news@mail.clinic.ca"), r => Assert.Equal(CheckState.Ok, r.State));
    }

    [Fact]
    public async Task A_policy_that_asks_for_nothing_is_a_warning()
    {
        SetUp("clinic.ca");
        _zone.Texts["_dmarc.clinic.ca"] = ["v=DMARC1; p = none; rua=mailto:x@clinic.ca"];

        var warning = Assert.Single(await CheckAsync("news@clinic.ca"), r => r.State == CheckState.Warning);
        Assert.Contains("p=quarantine", warning.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_example_is_no_domain_to_look_up() =>
        Assert.Contains("an example", Assert.Single(await CheckAsync("newsletter@example.org")).Message);

    private void SetUp(string domain)
    {
        _zone.Texts[domain] = ["google-site-verification=x", "v=spf1 include:sendgrid.net -all"];
        _zone.Texts["_dmarc." + domain] = ["v=DMARC1; p=quarantine"];
        _zone.Aliases["s1._domainkey." + domain] = "s1.domainkey.u1.wl1.sendgrid.net";
        _zone.Mx.Add(domain);
    }

    private Task<IReadOnlyList<CheckResult>> CheckAsync(string sender) =>
        new MailDomainCheck(
            _zone,
            new FixedSettings(new SiteSettings { Sender = new Mailbox(sender), Newsletters = [] })
        ).RunAsync(default);

    private sealed class Zone : IDnsRecords
    {
        public Dictionary<string, string[]> Texts { get; } = [];

        public Dictionary<string, string> Aliases { get; } = [];

        public HashSet<string> Mx { get; } = [];

        public Task<IReadOnlyList<string>> TextsAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(Texts.GetValueOrDefault(name, []));

        public Task<string?> AliasAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(Aliases.GetValueOrDefault(name));

        public Task<bool> HasMxAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(Mx.Contains(name));
    }
}
