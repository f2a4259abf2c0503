using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>Takes an article away, as staff would in the folder. Only the version that was shown.</summary>
public sealed class ArticleRemoval(
    IBlobStore store,
    ISiteSettingsSource settings,
    ArticlePublisher publisher,
    SharedPreviews shared,
    DeskHistory history
)
{
    /// <summary>Writes into the file that it is a draft. Its page goes with the next answer.</summary>
    /// <returns>Why not: the key of a text.</returns>
    public async Task<Refusal?> UnpublishAsync(
        string who,
        string source,
        string version,
        CancellationToken cancellationToken
    )
    {
        var path = new BlobPath(Containers.Articles, source);
        if (await store.ReadAsync(path, cancellationToken) is not { } blob || blob.ETag != version)
            return new Refusal("article-changed");
        if (FileText.Decode(blob.Content.Span, []) is not { } text)
            return new Refusal("unpublish-by-hand");
        var draft = Encoding.UTF8.GetBytes(AsDraft(text));
        var site = await settings.GetAsync(cancellationToken);
        if (
            ArticleReader.Read(new ArticleSource(source, draft, blob.LastModified), site).Article is not { Draft: true }
        )
            return new Refusal("unpublish-by-hand");
        await history.AddAsync(
            who,
            new DeskAct("article-unpublished", What: source, Before: blob.ETag, After: "draft"),
            cancellationToken
        );
        return
            await store.WriteAsync(path, draft, blob.Headers, WriteCondition.IfMatch(version), cancellationToken)
                is null
            ? new Refusal("article-changed")
            : null;
    }

    /// <summary>Deletes the file, and takes its page back at once.</summary>
    /// <returns>Why not: the key of a text.</returns>
    public async Task<Refusal?> DeleteAsync(
        string who,
        string source,
        string version,
        CancellationToken cancellationToken
    )
    {
        var path = new BlobPath(Containers.Articles, source);
        if (await store.StatAsync(path, cancellationToken) is not { } entry || entry.ETag != version)
            return new Refusal("article-changed");
        await history.AddAsync(
            who,
            new DeskAct("article-deleted", What: source, Before: entry.ETag, After: "deleted"),
            cancellationToken
        );
        if (!await store.DeleteAsync(path, version, cancellationToken))
            return new Refusal("article-changed");
        // Another file of this name is not for the eyes of those who had the link.
        await shared.EndAsync(source, cancellationToken);
        // A deletion fires no trigger: the reconcile pass would find it within minutes.
        await publisher.RemoveAsync(source, cancellationToken);
        return null;
    }

    private static string AsDraft(string text)
    {
        var block = FrontMatterBlock.Split(text, []);
        if (block.Format == FrontMatterFormat.None)
            return "---\ndraft: true\n---\n" + text;
        var isToml = block.Format == FrontMatterFormat.Toml;
        var separator = isToml ? '=' : ':';
        var (fence, line) = isToml ? ("+++", "draft = true") : ("---", "draft: true");
        var others = block
            .Text.Split('\n')
            .Where(l => !l.Split(separator)[0].TrimEnd().Equals("draft", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return $"{fence}\n{line}\n{string.Join('\n', others).TrimEnd('\n')}\n{fence}\n{block.Body}";
    }
}
