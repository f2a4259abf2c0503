using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>Other people's servers, in memory: each address answers as the test says, with validators as servers send them.</summary>
internal sealed class FakeWeb : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _pages = new(
        StringComparer.Ordinal
    );

    public List<(string Address, HttpRequestHeaders Headers)> Asked { get; } = [];

    /// <summary>The address has this text from now on, and an ETag that changes with it.</summary>
    public void Has(string address, string text, Action<HttpResponseMessage>? with = null) =>
        Answers(
            address,
            request =>
            {
                var eTag = $"\"{Sha256Hex.Of(text, 6)}\"";
                var response = new HttpResponseMessage(
                    request.Headers.IfNoneMatch.Any(t => t.Tag == eTag) ? HttpStatusCode.NotModified : HttpStatusCode.OK
                );
                if (response.StatusCode == HttpStatusCode.OK)
                    response.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
                response.Headers.ETag = new EntityTagHeaderValue(eTag);
                with?.Invoke(response);
                return response;
            }
        );

    public void Answers(string address, HttpStatusCode status, Action<HttpResponseMessage>? with = null) =>
        Answers(
            address,
            _ =>
            {
                var response = new HttpResponseMessage(status);
                with?.Invoke(response);
                return response;
            }
        );

    public void Redirects(string address, string to, HttpStatusCode status) =>
        Answers(address, status, r => r.Headers.Location = new Uri(to, UriKind.RelativeOrAbsolute));

    public void Answers(string address, Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        _pages[address] = answer;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var address = request.RequestUri!.AbsoluteUri;
        Asked.Add((address, request.Headers));
        var response = _pages.TryGetValue(address, out var answer)
            ? answer(request)
            : throw new HttpRequestException(HttpRequestError.NameResolutionError, "No such host.");
        response.RequestMessage = request;
        return Task.FromResult(response);
    }
}
