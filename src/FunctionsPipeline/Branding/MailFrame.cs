using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Branding;

/// <summary>
/// What the partials <c>mail-head</c> and <c>mail-foot</c> need. Between them a template writes rows of a table of 600
/// pixels: <c>&lt;tr&gt;&lt;td class="m-pad" style="padding:32px"&gt;…&lt;/td&gt;&lt;/tr&gt;</c>. The model carries it
/// in a property
/// <c>Mail</c>.
/// </summary>
/// <param name="Lang">BCP 47.</param>
/// <param name="Title">The subject, for clients that show the message as a page.</param>
/// <param name="Preheader">What a mailbox shows behind the subject; plain text, may be empty.</param>
/// <param name="AccentDark">The brand's colour for dark backgrounds.</param>
public sealed record MailFrame(string Lang, string Title, string Preheader, string AccentDark)
{
    /// <summary>HTML's <c>dir</c> of the language.</summary>
    public string Dir => Cultures.Direction(Lang);

    public static MailFrame For(SiteSettings settings, string title, string preheader, string? language = null) =>
        new(language ?? settings.Language, title, preheader, settings.Brand.AccentDark);
}
