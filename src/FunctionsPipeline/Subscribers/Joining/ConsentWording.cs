using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// What a person agrees to, word for word: purpose, who asks, their postal address and a way to reach them, and that
/// consent can be withdrawn (CASL, Electronic Commerce Protection Regulations s. 4).
/// </summary>
/// <param name="Intro">Who asks, and what happens when the button is pressed.</param>
/// <param name="Choices">What one can agree to, newsletter by newsletter.</param>
/// <param name="End">How to withdraw, and who asks in full.</param>
internal sealed record ConsentWording(string Intro, IReadOnlyList<string> Choices, IReadOnlyList<string> End)
{
    /// <summary>The whole of it, as it is kept as proof: lines in the order in which the form shows them.</summary>
    public string Text => string.Join('\n', [Intro, .. Choices, .. End]);

    /// <param name="offered">The newsletters that the form offers, in the order shown.</param>
    public static ConsentWording Of(
        SiteSettings settings,
        StringTable strings,
        IReadOnlyList<NewsletterSettings> offered
    )
    {
        var organisation = settings.Organisation;
        var name = organisation.LegalName ?? settings.Name;
        var end = new List<string>
        {
            strings["consent-withdraw"],
            string.Join(", ", [name, .. organisation.PostalAddress]),
        };
        var contact = string.Join(
            ", ",
            new[] { organisation.Phone, organisation.Email, organisation.Web?.AbsoluteUri }.OfType<string>()
        );
        if (contact.Length > 0)
            end.Add(contact);
        return new ConsentWording(
            strings.Format("consent", ("organisation", name)),
            [.. offered.Select(n => n.Description is { } text ? $"{n.Name}: {text}" : n.Name)],
            end
        );
    }
}
