using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Syndication.Http;

namespace FunctionsPipeline.Syndication.WordPress;

/// <summary>Calls a site's REST API as the user that the application password belongs to.</summary>
internal sealed class WordPressApi(TargetHttp http)
{
    public const string Site = "site";
    public const string User = "user";

    /// <param name="path">Below <c>wp-json/wp/v2/</c>.</param>
    public Task<TargetAnswer> GetAsync(TargetAccess access, string path, CancellationToken cancellationToken) =>
        SendAsync(access, JsonRequest.Get(AddressOf(access, path)), cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public Task<TargetAnswer> PostAsync<T>(
        TargetAccess access,
        string path,
        T body,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    ) => SendAsync(access, JsonRequest.Of(HttpMethod.Post, AddressOf(access, path), body, type), cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public Task<TargetAnswer> DeleteAsync(TargetAccess access, string path, CancellationToken cancellationToken) =>
        SendAsync(access, JsonRequest.Delete(AddressOf(access, path)), cancellationToken);

    private Task<TargetAnswer> SendAsync(
        TargetAccess access,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.Option(User)}:{access.Secret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return http.SendAsync(request, cancellationToken);
    }

    private static Uri AddressOf(TargetAccess access, string path) => new(access.Base(Site), "wp-json/wp/v2/" + path);
}
