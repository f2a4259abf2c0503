using FunctionsPipeline.Cli.Migrate.Buttondown;
using FunctionsPipeline.Cli.Migrate.Ghost;
using FunctionsPipeline.Cli.Migrate.Hugo;
using FunctionsPipeline.Cli.Migrate.Jekyll;
using FunctionsPipeline.Cli.Migrate.Mailchimp;
using FunctionsPipeline.Cli.Migrate.Medium;
using FunctionsPipeline.Cli.Migrate.Substack;
using FunctionsPipeline.Cli.Migrate.WordPress;

namespace FunctionsPipeline.Cli.Migrate;

/// <summary>All services, one line each; those with the clearest marks first.</summary>
internal static class Services
{
    public static IReadOnlyList<IExportReader> All { get; } =
    [
        new GhostReader(),
        new WordPressReader(),
        new SubstackReader(),
        new ButtondownReader(),
        new MediumReader(),
        new MailchimpReader(),
        new JekyllReader(),
        new HugoReader(),
    ];
}
