using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Integration;

/// <summary>Answers what was dropped into <c>articles</c>: articles by publishing them, texts of welcome series by a report.</summary>
public interface IDropAnswers
{
    /// <summary>Does nothing for a version of the file that is answered.</summary>
    /// <param name="source">The blob's name in <c>articles</c>; hostile.</param>
    /// <exception cref="StorageException">Storage failed: try again later.</exception>
    Task AnswerAsync(string source, CancellationToken cancellationToken);
}

internal sealed class DropAnswers(ArticlePublisher publisher, WelcomeFiles welcome) : IDropAnswers
{
    public Task AnswerAsync(string source, CancellationToken cancellationToken) =>
        WelcomeText.IsAt(source)
            ? welcome.AnswerAsync(source, again: false, cancellationToken)
            : publisher.AnswerAsync(source, cancellationToken);
}
