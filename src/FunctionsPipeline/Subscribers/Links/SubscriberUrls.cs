namespace FunctionsPipeline.Subscribers.Links;

/// <summary>Where the functions answer.</summary>
/// <param name="Functions">Absolute, ending in '/': <see cref="Settings.SettingsServices.FunctionsUrl"/>.</param>
public sealed record SubscriberUrls(Uri Functions)
{
    /// <summary>A page's address.</summary>
    public Uri Of(string page, string? token = null) => new(Functions, token is null ? $"api/{page}" : $"api/{page}/{token}");
}
