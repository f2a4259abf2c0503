namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// The articles before and after this one, for the foot of its page. Publishing one article must not rewrite others, so
/// that Publishing itself passes none; whoever knows the order and rewrites pages anyway may.
/// </summary>
public sealed record ArticleNeighbours(ArticleNeighbour? Previous, ArticleNeighbour? Next);

/// <param name="Url">Absolute.</param>
public sealed record ArticleNeighbour(string Title, string Url);
