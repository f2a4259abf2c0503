using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>What a person wrote into the form and has not stored yet.</summary>
/// <param name="File">Its name in <c>articles</c>; empty for a new article.</param>
/// <param name="Version">The ETag that the person began with; empty for a new article.</param>
internal sealed record ArticleDraft(string File, string Version, ArticleFields Fields)
{
    /// <summary>The name to store it by: a new article that got none is named by its title. Null without either.</summary>
    public string? Name =>
        File.Length > 0
            ? ArticleName.ExtensionOf(File).Length > 0
                ? File
                : File + ".md"
            : Fields.Values.GetValueOrDefault("title", "") is { Length: > 0 } title
                ? SlugWriter.From(title).Value + ".md"
                : null;

    public static ArticleDraft Of(FormValues form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in ArticleFields.Keys)
        {
            if (form.One("field-" + key) is { Length: > 0 } value)
                values[key] = value;
        }
        return new ArticleDraft(
            form.One("file").Trim(),
            form.One("version"),
            new ArticleFields(values, form.One("others"), form.One("text"), form.One("whole").Length > 0)
        );
    }

    /// <summary>Lines are those of the text that is written; of front matter, which is fields, there are none.</summary>
    /// <param name="file">What the fields and the text make together, of which the finding speaks.</param>
    public Finding InText(Finding finding, string file)
    {
        var above = file.Count(c => c == '\n') - Fields.Body.Count(c => c == '\n');
        return finding.Line is { } line ? finding with { Line = line > above ? line - above : null } : finding;
    }
}
