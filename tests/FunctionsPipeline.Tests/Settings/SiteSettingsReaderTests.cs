using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Settings;

public sealed class SiteSettingsReaderTests
{
    private static readonly SiteSettingsReader Reader = new([]);

    [Fact]
    public void The_functions_address_is_the_deployments_and_not_the_files()
    {
        var result = Reader.Read(
            "name: Clinic\nfunctionsUrl: https://elsewhere.example/\n",
            new SiteSettings { FunctionsUrl = new Uri("https://fn.example/") }
        );

        Assert.Equal("https://fn.example/", result.Settings!.FunctionsUrl.AbsoluteUri);
        var finding = Assert.Single(result.Findings);
        Assert.Equal((Severity.Warning, 2), (finding.Severity, finding.Line));
        Assert.Contains("FunctionsBaseUrl", finding.Fix);
    }

    [Fact]
    public void Everything_that_staff_may_write_is_read()
    {
        var result = Read(
            """
            name: Prairie Clinic
            tagline: Plain words about health
            url: https://clinic.example.org
            language: en-CA
            timeZone: America/Toronto
            medical: yes
            organisation:
              legalName: Prairie Clinic Ltd.
              postalAddress: |
                12 Elm Street
                Regina SK  S4P 0A1
              phone: 306 555 0100
            sender:
              email: news@clinic.example.org
              name: Prairie Clinic
            staff:
              - anna@clinic.example.org
            brand:
              accent: "#0B5D66"
            newsletters:
              - id: weekly
                name: Clinic weekly
                topics: [sciatica, sleep]
                schedule: every Tuesday at 09:00
                content: full
                holdWindow: 60
            targets:
              - name: clinic-masto
                type: mastodon
                instance: https://social.example.org
            """
        );

        Assert.Empty(result.Findings);
        var settings = result.Settings!;
        Assert.Equal("https://clinic.example.org/", settings.Url.ToString());
        Assert.Equal("America/Toronto", settings.TimeZone.Id);
        Assert.True(settings.Medical);
        Assert.Equal(["12 Elm Street", "Regina SK  S4P 0A1"], settings.Organisation.PostalAddress);
        Assert.Equal("#0b5d66", settings.Brand.Accent);
        var weekly = Assert.Single(settings.Newsletters);
        Assert.Equal(
            ("weekly", IssueContent.Full, TimeSpan.FromMinutes(60)),
            (weekly.Id, weekly.Content, weekly.HoldWindow)
        );
        Assert.Equal(["sciatica", "sleep"], weekly.Topics);
        var target = Assert.Single(settings.Targets);
        Assert.Equal("https://social.example.org", target.Options["instance"]);
    }

    [Fact]
    public void An_empty_file_leaves_the_defaults()
    {
        var result = Read("# nothing yet\n");

        Assert.Equal(new SiteSettings().Name, result.Settings!.Name);
        Assert.Equal("newsletter", Assert.Single(result.Settings.Newsletters).Id);
    }

    [Theory]
    [InlineData("name: [a, b]", 1, "'name' must be a text.")]
    [InlineData("name: x\nurl: clinic", 2, "'url' is not a web address.")]
    [InlineData("url: https://user:secret@example.org/", 1, "'url' is not a web address.")]
    [InlineData("timeZone: Regina", 1, "'timeZone' is not a known time zone.")]
    [InlineData("timeZone: America/", 1, "'timeZone' is not a known time zone.")]
    [InlineData("timeZone: ../../../etc/hostname", 1, "'timeZone' is not a known time zone.")]
    [InlineData("timeZone: America", 1, "'timeZone' is not a known time zone.")]
    [InlineData("language: English (Canada)", 1, "'language' is not a language tag.")]
    [InlineData("staff:\n  - Anna", 2, "'staff' holds something that is not an e-mail address.")]
    [InlineData("sender:\n  name: Clinic", 2, "'sender › email' is missing.")]
    [InlineData("newsletters:\n  - name: Weekly", 2, "'newsletters › Weekly › id' is missing.")]
    [InlineData("newsletters:\n  - id: Weekly News\n    name: Weekly", 2, "'newsletters › Weekly › id' is not an id.")]
    [InlineData(
        "newsletters:\n  - id: a\n    name: A\n  - id: a\n    name: B",
        4,
        "'newsletters › B › id' 'a' is used twice."
    )]
    [InlineData(
        "newsletters:\n  - id: a\n    name: A\n    holdWindow: 20",
        4,
        "'newsletters › A › holdWindow' must be 0, or 40 minutes or more."
    )]
    [InlineData(
        "newsletters:\n  - id: a\n    name: A\n    content: pictures",
        4,
        "'newsletters › A › content' is not one of its choices."
    )]
    [InlineData("brand:\n  accent: blue", 2, "'brand › accent' is not a colour.")]
    [InlineData(
        "brand:\n  logo: javascript:alert(1)",
        2,
        "'brand › logo' is neither a path from the site's root nor an https address."
    )]
    [InlineData("brand:\n  logo: //", 2, "'brand › logo' is neither a path from the site's root nor an https address.")]
    [InlineData(
        "brand:\n  logo: //elsewhere.example/a.png",
        2,
        "'brand › logo' is neither a path from the site's root nor an https address."
    )]
    [InlineData(
        "brand:\n  logo: https://",
        2,
        "'brand › logo' is neither a path from the site's root nor an https address."
    )]
    [InlineData(
        "name: \"A\"\nstaff: [a@b.example]\norganisation:\n  phone: 1\nnewsletters:\n\t- id: a",
        6,
        "A tab stands at the beginning of this line; YAML allows only spaces there."
    )]
    [InlineData(
        "newsletters:\n  - id: a\n    name: B\n\tcontent: full",
        4,
        "A tab stands at the beginning of this line; YAML allows only spaces there."
    )]
    [InlineData(
        "newsletters:\n  - id: a\n    schedule: cron: 0 9 * * 2",
        3,
        "The value of 'schedule' has a colon in it."
    )]
    [InlineData("name: A\ntagline: B\nname: C", 3, "'name' is written twice.")]
    [InlineData("name: A\ntagline\nurl: x", 2, "The YAML cannot be read here.")]
    [InlineData("- a\n- b", 1, "The file is not a list of 'key: value' lines.")]
    [InlineData("name: &a x\ntagline: *a", 2, "Aliases ('*name') are not read here.")]
    public void A_mistake_is_named_with_its_line_and_nothing_comes_into_force(string yaml, int line, string message)
    {
        var result = Read(yaml);

        Assert.Null(result.Settings);
        var error = Assert.Single(result.Findings, f => f.Severity == Severity.Error);
        Assert.Equal((line, message), (error.Line, error.Message));
    }

    [Fact]
    public void A_colour_that_no_one_can_read_is_refused_with_its_contrast()
    {
        var error = Assert.Single(Read("brand:\n  accent: \"#ffee00\"").Findings);

        Assert.Equal("'brand › accent' cannot be read on #ffffff: its contrast is 1.2 to 1.", error.Message);
        Assert.StartsWith("Choose a darker colour", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slip_of_the_pen_is_told_and_the_rest_is_in_force()
    {
        var result = Read("name: Clinic\ntaglin: Hello");

        Assert.NotNull(result.Settings);
        var finding = Assert.Single(result.Findings);
        Assert.Equal((Severity.Warning, 2, "Did you mean 'tagline'?"), (finding.Severity, finding.Line, finding.Fix));
    }

    [Fact]
    public void One_reading_finds_every_mistake()
    {
        var result = Read("url: nowhere\ntimeZone: Mars/Olympus\nmedical: perhaps");

        Assert.Equal([1, 2, 3], result.Findings.Select(f => f.Line!.Value));
    }

    [Theory]
    [InlineData("name: \"unclosed")]
    [InlineData("a:\n\t- tab")]
    [InlineData("{{{")]
    [InlineData("? [a, b]\n: c")]
    [InlineData(" : ? :")]
    [InlineData("url: http://\u0603")]
    public void Broken_yaml_is_an_answer_and_not_an_exception(string yaml)
    {
        var result = Read(yaml);

        Assert.True(result.Settings is not null || result.Findings.Any(f => f.Severity == Severity.Error));
    }

    [Fact]
    public void Nesting_that_would_exhaust_the_stack_is_refused()
    {
        var result = Read(string.Concat(Enumerable.Repeat("[", 5000)));

        Assert.Null(result.Settings);
        Assert.NotEmpty(result.Findings);
    }

    [Fact]
    public void A_feature_judges_its_own_part()
    {
        var result = new SiteSettingsReader([new NoNewsletterNamedSpam()]).Read(
            "newsletters:\n  - id: spam\n    name: S",
            new SiteSettings()
        );

        Assert.Null(result.Settings);
        Assert.Equal(
            new Finding("no-spam", Severity.Error, "'newsletters › S › id' is spam.", null, 2, 9),
            Assert.Single(result.Findings)
        );
    }

    [Theory]
    [InlineData("newsletters[1].schedule", 3, 5, "newsletters › S › schedule")]
    [InlineData("newsletters[1].sender.email", 5, 22, "newsletters › S › sender › email")]
    [InlineData("newsletters[2].id", 3, 3, "newsletters › no. 2 › id")]
    [InlineData("organisation.postalAddress", null, null, "organisation › postalAddress")]
    [InlineData("name", 1, 7, "name")]
    public void A_feature_names_a_place_and_need_not_know_the_file(string path, int? line, int? column, string shown)
    {
        var result = new SiteSettingsReader([new PointsAt(path)]).Read(
            "name: Clinic\nnewsletters:\n  - id: spam\n    name: S\n    sender: { email: a@example.org }\n",
            new SiteSettings()
        );

        Assert.NotNull(result.Settings);
        Assert.Equal((line, column), (result.Findings[0].Line, result.Findings[0].Column));
        Assert.Equal($"'{shown}' is there.", result.Findings[0].Message);
    }

    private static SiteSettingsResult Read(string yaml) => Reader.Read(yaml, new SiteSettings());

    private sealed class NoNewsletterNamedSpam : ISiteSettingsCheck
    {
        public void Check(SettingsFile file)
        {
            if (file.Settings.Newsletters.Any(n => n.Id == "spam"))
                file.Error("no-spam", "newsletters[1].id", "is spam.", null);
        }
    }

    private sealed class PointsAt(string path) : ISiteSettingsCheck
    {
        public void Check(SettingsFile file) => file.Warning("look", path, "is there.", null);
    }
}
