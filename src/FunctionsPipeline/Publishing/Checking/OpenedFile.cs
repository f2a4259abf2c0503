using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Publishing.Checking;

/// <summary>One file between the two steps of a check: read, and not yet compared with the files beside it.</summary>
internal sealed class OpenedFile(string source)
{
    public string Source { get; } = source;

    public ReportStatus Status { get; set; } = ReportStatus.Rejected;

    public Slug? Slug { get; set; }

    public bool DateIsOfFile { get; set; }

    public IReadOnlyList<string> Aliases { get; set; } = [];

    public List<Finding> Findings { get; } = [];

    /// <summary>What is still to be looked up; null for a file that refers to nothing, which frees its tree.</summary>
    public ArticleLinks? Links { get; private set; }

    /// <summary>Findings above this line are not the text's.</summary>
    private int FirstLine { get; set; }

    public void Follow(Article article, Uri site, int firstLine = 0)
    {
        FirstLine = firstLine;
        Links = ArticleLinks.Of(article, Source, site);
    }

    /// <summary>Adds what the links and pictures gave.</summary>
    public void Add(IEnumerable<Finding> findings) =>
        Findings.AddRange(findings.Where(f => FirstLine == 0 || f.Line >= FirstLine));

    public CheckedFile Close() =>
        new(
            Source,
            Status,
            Slug,
            [
                .. Findings
                    .OrderByDescending(f => f.Severity == Severity.Error)
                    .ThenBy(f => f.Line ?? 0)
                    .ThenBy(f => f.Column ?? 0),
            ],
            DateIsOfFile
        );
}
