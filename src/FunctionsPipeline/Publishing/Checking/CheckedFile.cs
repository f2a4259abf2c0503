using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Publishing.Checking;

/// <summary>What publishing would answer to one file.</summary>
/// <param name="Source">The blob's name in <c>articles</c>.</param>
/// <param name="Slug">Null for a file that cannot be read.</param>
/// <param name="Findings">All of them, errors first, then in the order of the file.</param>
/// <param name="DateIsOfFile">True: nothing says the article's date, and the time of the file was taken.</param>
public sealed record CheckedFile(
    string Source,
    ReportStatus Status,
    Slug? Slug,
    IReadOnlyList<Finding> Findings,
    bool DateIsOfFile
);
