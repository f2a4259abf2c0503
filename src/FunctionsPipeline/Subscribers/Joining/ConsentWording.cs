using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// What a person agrees to, word for word: purpose, who asks, their postal address and a way to reach them, and that
/// consent can be withdrawn (CASL, Electronic Commerce Protection Regulations s. 4).
/// </summary>
internal static class ConsentWording
{
    /// <param name="offered">The newsletters that the form offers, in the order shown.</param>
    public static string Of(SiteSettings settings, StringTable strings, IReadOnlyList<NewsletterSettings> offered)
    {
        var organisation = settings.Organisation;
        var name = organisation.LegalName ?? settings.Name;
        var lines = new List<string> { strings.Format("consent", ("organisation", name)) };
        lines.AddRange(offered.Select(n => n.Description is { } text ? $"{n.Name}: {text}" : n.Name));
        lines.Add(strings["consent-withdraw"]);
        lines.Add(string.Join(", ", [name, .. organisation.PostalAddress]));
        var contact = string.Join(
            ", ",
            new[] { organisation.Phone, organisation.Email, organisation.Web?.AbsoluteUri }.OfType<string>()
        );
        if (contact.Length > 0)
            lines.Add(contact);
        return string.Join('\n', lines);
    }
}
