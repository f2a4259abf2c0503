namespace FunctionsPipeline.Site.Index;

/// <summary>A tag or an author in the directory of all of them.</summary>
/// <param name="Count">How many live articles it has.</param>
internal sealed record ListedTerm(string Slug, string Name, int Count) : IListItem
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => Slug;
}
