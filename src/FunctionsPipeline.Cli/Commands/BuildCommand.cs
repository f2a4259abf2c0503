using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Build;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp build</c>: a whole site on disk from a folder of articles.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var articles = new Argument<DirectoryInfo>("articles")
        {
            Description = "The folder of articles (.md, .markdown, .txt) with their pictures.",
        }.AcceptExistingOnly();
        var output = new Argument<DirectoryInfo>("output")
        {
            Description = "Where the site goes: an empty folder, or one that is not there yet.",
        };
        var settings = new Option<DirectoryInfo>("--settings")
        {
            Description = "A folder with site.yml and theme/, as in the container 'settings'.",
        }.AcceptExistingOnly();
        var url = new Option<Uri?>("--url")
        {
            Description = "The site's public address, where site.yml does not say it.",
            CustomParser = WebAddress,
        };
        var functions = new Option<Uri?>("--functions-url")
        {
            Description = "Where the functions answer: forms on the site lead there.",
            CustomParser = WebAddress,
        };
        var command = new Command("build", "Builds the site on disk, with the code that publishes in the cloud.")
        {
            articles,
            output,
            settings,
            url,
            functions,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (say, complain) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                try
                {
                    var result = await SiteBuilder.BuildAsync(
                        parsed.GetValue(articles)!.FullName,
                        parsed.GetValue(settings)?.FullName,
                        parsed.GetValue(output)!.FullName,
                        WithSlash(parsed.GetValue(url)),
                        parsed.GetValue(functions),
                        cancellationToken
                    );
                    foreach (var finding in result.Settings)
                        await complain.WriteLineAsync(Line("site.yml", finding));
                    if (result.Settings.Any(f => f.Severity == Severity.Error))
                        return 1;
                    foreach (var report in result.Reports.Where(r => r.Status == ReportStatus.Rejected))
                    {
                        foreach (var finding in report.Findings.Where(f => f.Severity == Severity.Error))
                            await complain.WriteLineAsync(Line(report.Source, finding));
                    }
                    foreach (var report in result.Reports.Where(r => r.Status == ReportStatus.Scheduled))
                        await say.WriteLineAsync(HeldLine(report));
                    await say.WriteLineAsync(
                        $"{result.Published} of {result.Reports.Count} articles published, {result.Files} files in {parsed.GetValue(output)}."
                    );
                    return
                        result.Published
                        == result.Reports.Count(r => r.Status is ReportStatus.Published or ReportStatus.Rejected)
                        ? 0
                        : 1;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    await complain.WriteLineAsync(e.Message);
                    return 1;
                }
            }
        );
        return command.WithExample("fp build articles site --settings settings");
    }

    private static string Line(string file, Finding finding) =>
        $"{file}{(finding.Line is { } line ? $":{line}" : "")}: {finding.Message} {finding.Fix}".TrimEnd();

    /// <summary>No timer publishes what a build on disk left out.</summary>
    private static string HeldLine(ArticleReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Source}: held until {report.PublishAt:yyyy-MM-dd HH:mm zzz}, by its date or 'publishAt'. Build again after that, or give it a date that has come."
        );

    private static Uri? WebAddress(ArgumentResult result)
    {
        if (
            Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
        )
            return address;
        result.AddError("This must be an absolute http or https address.");
        return null;
    }

    private static Uri? WithSlash(Uri? url) =>
        url is null || url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}
