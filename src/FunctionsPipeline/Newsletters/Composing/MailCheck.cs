using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>
/// What keeps newsletters from going out, or from going out as staff meant them: pages are built all the same.
/// </summary>
internal sealed class MailCheck : ISiteSettingsCheck
{
    private static readonly StringTable Strings = StringTable.Load(IssueComposer.Strings, "en");

    public void Check(SettingsFile file)
    {
        var site = file.Settings;
        if (!site.Organisation.MayMail)
            file.Warning(
                "postal-address",
                "organisation.postalAddress",
                Strings["check-postal-address"],
                Strings["check-postal-address-fix"]
            );
        if (site.Sender.Address == new SiteSettings().Sender.Address)
            file.Warning("sender", "sender", Strings["check-sender"], Strings["check-sender-fix"]);
        foreach (var (index, newsletter) in site.Newsletters.Index())
        {
            var path = $"newsletters[{index + 1}]";
            CheckLine(file, path, "subject", newsletter.Subject);
            CheckLine(file, path, "preheader", newsletter.Preheader);
            if (file.ThemeFiles is { } files && !Theme.Has(newsletter.Template, files))
            {
                file.Warning(
                    "newsletter-template",
                    path + ".template",
                    Strings["check-template"],
                    Strings.Format("check-template-fix", ("template", newsletter.Template))
                );
            }
        }
    }

    private static void CheckLine(SettingsFile file, string path, string what, string? template)
    {
        if (template is not null && IssueLines.ProblemOf(template) is { } problem)
        {
            file.Warning(
                $"newsletter-{what}",
                $"{path}.{what}",
                Strings.Format("check-line", ("problem", problem)),
                Strings.Format("finding-template-subject-fix", ("what", what))
            );
        }
    }
}
