using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>What a text would become.</summary>
/// <param name="Page">Null if a mistake keeps it off the site.</param>
public sealed record TriedArticle(string? Page, string? Mail, IReadOnlyList<DeskFinding> Findings);

/// <summary>What became of a file that was sent.</summary>
/// <param name="Outcome">One of <see cref="DropOutcome"/>, in camelCase.</param>
/// <param name="Text">The same in words.</param>
public sealed record TakenFile(string Name, DropOutcome Outcome, string Text, string? Version, string Href);

/// <summary>How far the answer to a file has come.</summary>
/// <param name="State">CSS class.</param>
/// <param name="IsAnswered">False: ask again.</param>
public sealed record AnsweredFile(string State, string Text, bool IsAnswered);

[JsonSerializable(typeof(TriedArticle))]
[JsonSerializable(typeof(TakenFile))]
[JsonSerializable(typeof(AnsweredFile))]
public sealed partial class ArticleJson : JsonSerializerContext
{
    /// <summary>For the desk's script.</summary>
    public static ArticleJson Script { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
