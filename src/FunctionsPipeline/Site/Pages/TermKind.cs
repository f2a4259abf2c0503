namespace FunctionsPipeline.Site.Pages;

/// <summary>What articles are gathered by: tags and authors are shown alike.</summary>
/// <param name="Folder">On the site and among the lists.</param>
/// <param name="TitleKey">The directory's title, in the strings.</param>
internal sealed record TermKind(string Folder, string TitleKey)
{
    public static TermKind Tags { get; } = new("tags", "topics");

    public static TermKind Authors { get; } = new("authors", "authors");

    public static IReadOnlyList<TermKind> All { get; } = [Tags, Authors];

    /// <summary>The name of the list of all terms of the kind.</summary>
    public string DirectoryList => $"directories/{Folder}";

    /// <summary>The name of the list of a term's articles.</summary>
    public string ListOf(string slug) => $"{Folder}/{slug}";

    /// <summary>True for the list of a term of this kind.</summary>
    public bool Owns(string list) => list.StartsWith(Folder + "/", StringComparison.Ordinal);

    public string PathOf(string slug) => $"{Folder}/{slug}/";
}
