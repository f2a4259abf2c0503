using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.Syndication.Http;

/// <summary>Requests as web APIs want them.</summary>
internal static class JsonRequest
{
    public static HttpRequestMessage Get(Uri address) => Accepting(new HttpRequestMessage(HttpMethod.Get, address));

    public static HttpRequestMessage Delete(Uri address) =>
        Accepting(new HttpRequestMessage(HttpMethod.Delete, address));

    public static HttpRequestMessage Of<T>(HttpMethod method, Uri address, T body, JsonTypeInfo<T> type) =>
        Accepting(
            new HttpRequestMessage(method, address) { Content = Json(JsonSerializer.SerializeToUtf8Bytes(body, type)) }
        );

    public static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public static HttpRequestMessage WithBearer(this HttpRequestMessage request, string? token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    public static HttpRequestMessage With(this HttpRequestMessage request, string header, string? value)
    {
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static HttpRequestMessage Accepting(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }
}
