using System.CommandLine;
using System.Text;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Cli.Commands.Issues;

/// <summary><c>fp issues preview</c>: writes an issue's mail to look at.</summary>
internal static class IssuesPreviewCommand
{
    public static Command Create()
    {
        var what = IssuesCommand.IssueOrNewsletter();
        var folder = new Option<DirectoryInfo>("--output")
        {
            Description = "Where to write preview.html and preview.txt.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        return new Command(
            "preview",
            "Writes the mail of a planned issue, or of what a newsletter would send next, as HTML and as text. Nothing is planned."
        )
        {
            what,
            folder,
        }
            .WithExample("fp issues preview weekly --output preview")
            .OnPipeline(async run =>
            {
                var answer = await run.Service<IIssuePreviews>()
                    .PreviewAsync(run.Parsed.GetValue(what)!, run.CancellationToken);
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                var preview = answer.Value;
                var output = run.Parsed.GetValue(folder)!;
                output.Create();
                var html = await WriteAsync(output, "preview.html", preview.Html);
                var text = await WriteAsync(output, "preview.txt", preview.Text);
                string[] remarks = [.. preview.Findings.Select(f => $"{f.Message} {f.Fix}".TrimEnd())];
                await run.Output.JsonAsync(
                    new PreviewDocument(preview.Subject, preview.Due, preview.Articles, remarks, html, text),
                    CommandJson.Readable.PreviewDocument
                );
                await run.Output.SayAsync(
                    $"""
                    subject    {preview.Subject}
                    goes       {Times.Of(preview.Due)}
                    articles   {string.Join(", ", preview.Articles)}
                    written    {html}
                               {text}
                    """
                );
                foreach (var remark in remarks)
                    await run.Output.SayAsync($"remark     {remark}");
                return 0;
            });
    }

    private static async Task<string> WriteAsync(DirectoryInfo folder, string name, string content)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, name));
        await OutputFile.WriteAsync(file, async output => await output.WriteAsync(Encoding.UTF8.GetBytes(content)));
        return file.FullName;
    }
}
