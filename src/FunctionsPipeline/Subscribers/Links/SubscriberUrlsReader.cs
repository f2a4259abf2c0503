using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Subscribers.Links;

/// <summary>Reads <c>FunctionsBaseUrl</c>.</summary>
internal static class SubscriberUrlsReader
{
    /// <exception cref="InvalidOperationException">It is not an absolute http(s) address.</exception>
    public static SubscriberUrls Read(IConfiguration configuration)
    {
        var text = configuration["FunctionsBaseUrl"];
        if (string.IsNullOrWhiteSpace(text))
            return new SubscriberUrls(new Settings.SiteSettings().FunctionsUrl);
        if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("FunctionsBaseUrl is not an absolute address, e.g. https://my-app.azurewebsites.net/.");
        return new SubscriberUrls(url);
    }
}
