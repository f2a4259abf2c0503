using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Report;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Articles;

/// <summary>How what Publishing stores is written as JSON.</summary>
public static class ArticleJson
{
    private static readonly ArticleJsonContext Context = new(new JsonSerializerOptions(JsonBlobs.Options));

    public static JsonTypeInfo<CatalogEntry> CatalogEntry => Context.CatalogEntry;

    public static JsonTypeInfo<ArticleDigest> Digest => Context.ArticleDigest;

    public static JsonTypeInfo<ArticleReport> Report => Context.ArticleReport;
}
