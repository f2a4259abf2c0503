using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Subscribers.Links;

/// <summary>Reads <c>FunctionsBaseUrl</c>.</summary>
internal static class SubscriberUrlsReader
{
    /// <exception cref="InvalidOperationException">It is not an absolute http(s) address.</exception>
    public static SubscriberUrls Read(IConfiguration configuration)
    {
        // With or without the route prefix and the last slash.
        var text = configuration["FunctionsBaseUrl"]?.TrimEnd('/');
        if (text?.EndsWith("/api", StringComparison.OrdinalIgnoreCase) == true)
            text = text[..^4];
        if (string.IsNullOrWhiteSpace(text))
            return new SubscriberUrls(new Settings.SiteSettings().FunctionsUrl);
        if (!Uri.TryCreate(text + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("FunctionsBaseUrl is not an absolute address, e.g. https://my-app.azurewebsites.net/.");
        return new SubscriberUrls(url);
    }
}
