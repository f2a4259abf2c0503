using FunctionsPipeline.Articles;
using FunctionsPipeline.Syndication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Syndication;

/// <summary>
/// For the person who looks after the site and has the function's key: carries an article again that failed, or one
/// that is older than the target, or takes the copy of an article away that is off the site. Staff save the article into
/// its folder once more instead.
/// </summary>
public sealed class RetrySyndication(SyndicationRequests requests)
{
    [Function(nameof(RetrySyndication))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "syndication/{slug}/{target}")] HttpRequest request,
        string slug,
        string target,
        CancellationToken cancellationToken
    ) =>
        Slug.TryParse(slug, out var known) && await requests.AskAgainAsync(known, target, cancellationToken)
            ? Results.Accepted()
            : Results.NotFound();
}
