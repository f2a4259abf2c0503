namespace FunctionsPipeline.Subscribers.Links;

/// <summary>Where the functions answer.</summary>
/// <param name="Functions">Absolute, ending in '/': <see cref="Settings.SettingsServices.FunctionsUrl"/>.</param>
public sealed record SubscriberUrls(Uri Functions)
{
    // Joined as text: to resolve against a base costs more than all the rest of a link, and an issue has two for each
    // reader.
    private readonly string _api = new Uri(Functions, "api/").AbsoluteUri;

    /// <summary>A page's address.</summary>
    public Uri Of(string page, string? token = null) => new(token is null ? _api + page : $"{_api}{page}/{token}");
}
