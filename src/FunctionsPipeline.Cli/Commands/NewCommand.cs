using System.CommandLine;
using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Cli.New;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Input;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp new</c>: the file of an article that is still to be written.</summary>
internal static class NewCommand
{
    private const string UsualFolder = "articles";

    public static Command Create()
    {
        var title = new Argument<string[]>("title")
        {
            Description = "What the article is called; its file is named after it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "Where the file goes: the folder 'articles' where there is one, else the working directory.",
        }.AcceptExistingOnly();
        var settings = new Option<DirectoryInfo>("--settings")
        {
            Description = "The folder with site.yml; one beside the articles is found without this.",
        }.AcceptExistingOnly();
        var command = new Command(
            "new",
            "Writes the file of a new article, with the front matter that the others beside it have, and prints its path. It is a draft until 'status' is taken out."
        )
        {
            title,
            folder,
            settings,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var output = CommandOutput.Of(parsed);
                try
                {
                    return await RunAsync(
                        string.Join(' ', parsed.GetValue(title)!),
                        parsed.GetValue(folder)?.FullName
                            ?? (Directory.Exists(UsualFolder) ? UsualFolder : Environment.CurrentDirectory),
                        parsed.GetValue(settings)?.FullName,
                        output,
                        cancellationToken
                    );
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    await output.ComplainAsync(e.Message);
                    return 1;
                }
            }
        );
        return command.WithExample("fp new \"What helps with sciatica?\"");
    }

    private static async Task<int> RunAsync(
        string typed,
        string folder,
        string? settings,
        CommandOutput output,
        CancellationToken cancellationToken
    )
    {
        var title = InvisibleCharacters.FromValue(typed.ReplaceLineEndings(" ")).Trim();
        if (title.Length == 0)
        {
            await output.ComplainAsync("The title is empty. Write it in quotes: fp new \"What helps with sciatica?\"");
            return 1;
        }
        var path = Path.Combine(Path.GetFullPath(folder), SlugWriter.From(title) + ".md");
        settings ??= SettingsFolder.Find(folder);
        var defaults = new SiteSettings();
        var inForce = SettingsFolder.Read(settings, defaults).Settings ?? defaults;
        var today = DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), inForce.TimeZone).DateTime
        );
        var habits = ArticleHabits.Of(ArticleFolder.Scan(folder, settings), inForce);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(Encoding.UTF8.GetBytes(ArticleDraft.Write(title, today, habits)), cancellationToken);
        }
        catch (IOException) when (Path.Exists(path))
        {
            await output.ComplainAsync(
                $"'{ShownPath.Of(path)}' is there already and was left alone. Choose another title, or another folder with --folder; the title can be changed in the file afterwards."
            );
            return 1;
        }
        await output.SayAsync(ShownPath.Of(path));
        await output.JsonAsync(new NewArticle(ShownPath.Of(path)), NewJson.Readable.NewArticle);
        return 0;
    }
}
