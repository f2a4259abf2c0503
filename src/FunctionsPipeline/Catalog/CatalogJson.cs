using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Catalog;

/// <summary>How what Publishing stores is written as JSON.</summary>
public static class CatalogJson
{
    private static readonly CatalogJsonContext Context = new(new JsonSerializerOptions(JsonBlobs.Options));

    public static JsonTypeInfo<CatalogEntry> CatalogEntry => Context.CatalogEntry;

    public static JsonTypeInfo<ArticleDigest> Digest => Context.ArticleDigest;

    public static JsonTypeInfo<ArticleReport> Report => Context.ArticleReport;
}

[JsonSerializable(typeof(ArticleReport))]
[JsonSerializable(typeof(ArticleDigest))]
[JsonSerializable(typeof(CatalogEntry))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
