using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Index;

/// <summary>
/// The site's own state. Not indented: it is written again with each article, and a third of it would be spaces.
/// </summary>
[JsonSerializable(typeof(PagedListState<ListedArticle>), TypeInfoPropertyName = "ArticleList")]
[JsonSerializable(typeof(PagedListState<ListedTerm>), TypeInfoPropertyName = "TermList")]
[JsonSerializable(typeof(List<ListedArticle>))]
[JsonSerializable(typeof(List<ListedTerm>))]
[JsonSerializable(typeof(SiteState))]
[JsonSerializable(typeof(Placement))]
[JsonSerializable(typeof(AliasState))]
[JsonSerializable(typeof(PastIssues))]
internal sealed partial class SiteJson : JsonSerializerContext
{
    public static SiteJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
