using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing.Checking;

/// <summary>What files know of each other: who has which address.</summary>
internal sealed class Neighbours
{
    private Neighbours(IReadOnlyDictionary<string, Slug> live) => Live = live;

    /// <summary>The addresses of the articles that would be on the site, by composed name.</summary>
    public IReadOnlyDictionary<string, Slug> Live { get; }

    /// <summary>Refuses the files whose address another file has.</summary>
    /// <param name="files">In the order in which addresses are given out.</param>
    public static Neighbours Of(IReadOnlyList<OpenedFile> files)
    {
        var owners = new Dictionary<Slug, OpenedFile>();
        foreach (var file in files)
        {
            if (file.Slug is { } slug && !owners.TryAdd(slug, file))
            {
                file.Findings.Add(TakenAddress.Of(slug, owners[slug].Source));
                file.Status = ReportStatus.Rejected;
            }
        }
        foreach (var file in files)
        {
            foreach (var alias in file.Aliases)
            {
                if (Slug.TryParse(alias.Split('/')[0], out var slug) && owners.TryGetValue(slug, out var owner))
                {
                    if (owner != file)
                        file.Findings.Add(TakenAddress.OfAlias(alias));
                }
            }
        }
        return new Neighbours(
            files
                .Where(f => f is { Status: ReportStatus.Published, Slug: not null })
                .DistinctBy(f => Composed.Of(f.Source), StringComparer.Ordinal)
                .ToDictionary(f => Composed.Of(f.Source), f => f.Slug!.Value, StringComparer.Ordinal)
        );
    }
}
