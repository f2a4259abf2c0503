using System.Net.Mail;
using System.Text.RegularExpressions;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings.Yaml;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Settings;

/// <summary>What reading <c>site.yml</c> gave.</summary>
/// <param name="Settings">Null if anything in it is an error: a half-read file must not change how mail goes out.</param>
/// <param name="Findings">Every mistake, not only the first, in the order of the file.</param>
public sealed record SiteSettingsResult(SiteSettings? Settings, IReadOnlyList<Finding> Findings);

/// <summary>Reads <c>site.yml</c>. What it says of schedules and targets is judged by those features' own checks.</summary>
/// <param name="checks">Further checks, each beside its feature.</param>
public sealed partial class SiteSettingsReader(IEnumerable<ISiteSettingsCheck> checks)
{
    private readonly ISiteSettingsCheck[] _checks = [.. checks];

    /// <param name="defaults">What holds where the file says nothing: addresses that the deployment knows.</param>
    /// <param name="themeFiles">Names of the files below <c>settings/theme/</c>; null if they were not listed.</param>
    public SiteSettingsResult Read(string yaml, SiteSettings defaults, IReadOnlyList<string>? themeFiles = null)
    {
        var findings = new List<Finding>();
        SiteSettings? settings = null;
        if (YamlFile.Parse(yaml, findings) is { } root)
        {
            settings = Read(root, defaults);
            var file = new SettingsFile(settings, themeFiles, root.Node, findings);
            foreach (var check in _checks)
                check.Check(file);
        }
        var broken = findings.Exists(f => f.Severity == Severity.Error);
        return new SiteSettingsResult(broken ? null : settings, [.. findings.OrderBy(f => f.Line ?? 0)]);
    }

    private static SiteSettings Read(YamlMapReader root, SiteSettings defaults)
    {
        var timeZone = TimeZone(root) ?? defaults.TimeZone;
        var url = Address(root, "url") ?? defaults.Url;
        var newsletters = Newsletters(root) ?? defaults.Newsletters;
        var sources = SourcesReader.Read(root, url, [.. newsletters.Select(n => n.Id)]);
        var settings = defaults with
        {
            Name = root.Text("name") ?? defaults.Name,
            Tagline = root.Text("tagline"),
            Url = url,
            Language = Language(root) ?? defaults.Language,
            TimeZone = timeZone,
            Organisation = ReadOrganisation(root.Map("organisation")),
            Sender = ReadMailbox(root.Map("sender")) ?? defaults.Sender,
            Staff = MailAddresses(root, "staff"),
            Brand = ReadBrand(root.Map("brand")),
            Medical = root.Flag("medical") ?? false,
            Newsletters = [.. newsletters.Select(n => n with { Sources = SourcesReader.For(n.Id, sources) })],
            Targets = Targets(root),
            Sources = sources,
        };
        if (root.Text("functionsUrl") is not null)
        {
            root.Warning(
                "functionsUrl",
                "is not set here but where the app is deployed; it is ignored.",
                $"Remove it. Forms and mailed links lead to the app setting {SettingsServices.FunctionsBaseUrl}, so that they always agree."
            );
        }
        root.Done();
        return settings;
    }

    private static Organisation ReadOrganisation(YamlMapReader? map)
    {
        if (map is null)
            return new Organisation();
        var organisation = new Organisation
        {
            LegalName = map.Text("legalName"),
            PostalAddress = map.Texts("postalAddress") ?? [],
            Phone = map.Text("phone"),
            Email = MailAddressText(map, "email"),
            Web = Address(map, "web"),
        };
        map.Done();
        return organisation;
    }

    private static Mailbox? ReadMailbox(YamlMapReader? map)
    {
        if (map is null)
            return null;
        var address = MailAddressText(map, "email");
        if (address is null && map.Text("email") is null)
            map.RequiredText("email");
        var name = map.Text("name");
        map.Done();
        return address is null ? null : new Mailbox(address, name);
    }

    private static Brand ReadBrand(YamlMapReader? map)
    {
        var brand = new Brand();
        if (map is null)
            return brand;
        brand = brand with
        {
            Accent = Colour.Read(map, "accent", "#ffffff") ?? brand.Accent,
            AccentDark = Colour.Read(map, "accentDark", Colour.DarkBackground) ?? brand.AccentDark,
            Logo = map.Text("logo"),
            LogoAlt = map.Text("logoAlt"),
        };
        if (brand.Logo is { } logo && !IsPathOrSecureAddress(logo))
            map.Error(
                "logo",
                "is neither a path from the site's root nor an https address.",
                "Write '/assets/logo.png' or 'https://…'."
            );
        map.Done();
        return brand;
    }

    private static List<NewsletterSettings>? Newsletters(YamlMapReader root)
    {
        if (root.Maps("newsletters") is not { Count: > 0 } maps)
            return null;
        var newsletters = new List<NewsletterSettings>();
        foreach (var map in maps)
        {
            var id = Id(map, "id");
            var name = map.RequiredText("name");
            var newsletter = new NewsletterSettings
            {
                Id = id ?? "?",
                Name = name ?? "?",
                Description = map.Text("description"),
                Sender = ReadMailbox(map.Map("sender")),
                ReplyTo = ReadMailbox(map.Map("replyTo")),
                Topics = map.Texts("topics") ?? [],
                Schedule = map.Text("schedule"),
                TimeZone = TimeZone(map),
                MinimumArticles = map.Number("minimumArticles", 1, 100) ?? 1,
                Content = Choice(map, "content", IssueContent.Teasers),
                Subject = map.Text("subject"),
                Preheader = map.Text("preheader"),
                Template = map.Text("template") ?? "issue",
                HoldWindow = ReadHoldWindow(map),
                Welcome = WelcomeReader.Read(map),
                TrackOpens = map.Flag("trackOpens") ?? false,
                TrackClicks = map.Flag("trackClicks") ?? false,
            };
            if (newsletters.Exists(n => n.Id == newsletter.Id))
                map.Error("id", $"'{newsletter.Id}' is used twice.", "Give each newsletter an id of its own.");
            newsletters.Add(newsletter);
            map.Done();
        }
        return newsletters;
    }

    private static List<TargetSettings> Targets(YamlMapReader root)
    {
        var targets = new List<TargetSettings>();
        foreach (var map in root.Maps("targets") ?? [])
        {
            var target = new TargetSettings
            {
                Name = Id(map, "name") ?? "?",
                Type = map.RequiredText("type")?.ToLowerInvariant() ?? "?",
                Topics = map.Texts("topics") ?? [],
                Options = map.Rest(),
            };
            if (targets.Exists(t => t.Name == target.Name))
                map.Error("name", $"'{target.Name}' is used twice.", "Give each target a name of its own.");
            targets.Add(target);
        }
        return targets;
    }

    private static string? Id(YamlMapReader map, string key)
    {
        if (map.RequiredText(key) is not { } text)
            return null;
        if (text.Length <= 40 && IdShape().IsMatch(text))
            return text;
        map.Error(key, "is not an id.", "Use small letters, digits and single hyphens, e.g. 'clinic-weekly'.");
        return null;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdShape();

    private static TimeSpan ReadHoldWindow(YamlMapReader map)
    {
        const string key = "holdWindow";
        if (map.Number(key, 0, (int)HoldWindow.Longest.TotalMinutes) is not { } minutes)
            return HoldWindow.Default;
        if (!HoldWindow.IsValid(TimeSpan.FromMinutes(minutes)))
        {
            map.Error(
                key,
                $"must be 0, or {HoldWindow.Shortest.TotalMinutes:0} minutes or more.",
                "Write the minutes between planning and sending, e.g. 'holdWindow: 45'."
            );
        }
        return TimeSpan.FromMinutes(minutes);
    }

    private static T Choice<T>(YamlMapReader map, string key, T fallback)
        where T : struct, Enum
    {
        if (map.Text(key) is not { } text)
            return fallback;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value))
            return value;
        map.Error(
            key,
            "is not one of its choices.",
            $"Write one of: {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}."
        );
        return fallback;
    }

    private static TimeZoneInfo? TimeZone(YamlMapReader map)
    {
        if (map.Text("timeZone") is not { } id)
            return null;
        if (IsZoneName(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        map.Error("timeZone", "is not a known time zone.", "Use an IANA name such as America/Regina or Europe/Paris.");
        return null;
    }

    /// <summary>An IANA name: .NET opens a file of that name, which must not lead out of its folder.</summary>
    private static bool IsZoneName(string id) =>
        id == "UTC"
        || id.Split('/') is { Length: > 1 } parts
            && Array.TrueForAll(
                parts,
                p => p.Length > 0 && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+')
            );

    private static string? Language(YamlMapReader map)
    {
        if (map.Text("language") is not { } tag)
            return null;
        if (LanguageTag.IsWellFormed(tag))
            return tag;
        map.Error("language", "is not a language tag.", "Use a tag such as en, en-CA or fr.");
        return null;
    }

    private static Uri? Address(YamlMapReader map, string key)
    {
        if (map.Text(key) is not { } text)
            return null;
        if (
            Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri)
            && (uri.Scheme is "https" or "http")
            && uri.Query.Length == 0
            && uri.Fragment.Length == 0
            && uri.UserInfo.Length == 0
            && HasHost(uri)
        )
            return uri;
        map.Error(key, "is not a web address.", "Write it in full, e.g. 'https://www.example.org/'.");
        return null;
    }

    /// <summary>True for an https address, and for a path from the site's root: two slashes would begin a host.</summary>
    private static bool IsPathOrSecureAddress(string text) =>
        text is ['/', not ('/' or '\\'), ..]
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && HasHost(uri));

    /// <summary>A host that can be written for DNS: Uri takes others, and throws when it is asked.</summary>
    private static bool HasHost(Uri uri)
    {
        try
        {
            return uri.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static string? MailAddressText(YamlMapReader map, string key)
    {
        if (map.Text(key) is not { } text)
            return null;
        if (IsMailAddress(text))
            return text;
        map.Error(key, "is not an e-mail address.", "Write only the address, e.g. 'news@example.org'.");
        return null;
    }

    private static List<string> MailAddresses(YamlMapReader map, string key)
    {
        var addresses = new List<string>();
        foreach (var text in map.Texts(key) ?? [])
        {
            if (IsMailAddress(text))
                addresses.Add(text);
            else
                map.Error(
                    key,
                    "holds something that is not an e-mail address.",
                    "Write one address an item, e.g. '- anna@example.org'."
                );
        }
        return addresses;
    }

    private static bool IsMailAddress(string text) =>
        text.Length <= 254
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && text.All(c => c is > ' ' and not '"');
}

/// <summary>A feature's own check of its part of the settings.</summary>
public interface ISiteSettingsCheck
{
    /// <summary>Adds a finding for each mistake.</summary>
    void Check(SettingsFile file);
}
