namespace FunctionsPipeline.Syndication;

/// <summary>Addresses that other sites return.</summary>
internal static class Addresses
{
    private const int MaxLength = 500;

    /// <summary>Null unless a person can follow it without harm.</summary>
    public static string? PublicLink(string? text) =>
        text is { Length: <= MaxLength }
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme is "https" or "http")
        && uri.UserInfo.Length == 0
            ? uri.AbsoluteUri
            : null;
}
