using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>The content of issues whose words no one reads.</summary>
internal static class PlainContent
{
    public static FrozenContent OfOneArticle { get; } =
        new(
            new BulkContent(
                new Mailbox("clinic@example.org"),
                null,
                "Subject",
                "<p>",
                "t",
                new Dictionary<string, string>(),
                []
            ),
            ["a"]
        );

    /// <summary>The same, and its translation.</summary>
    public static FrozenContent InTwoLanguages { get; } =
        OfOneArticle with
        {
            Translations = [new TranslatedMail("fr", OfOneArticle.Mail with { Subject = "Objet" })],
        };
}
