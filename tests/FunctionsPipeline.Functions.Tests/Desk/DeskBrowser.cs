using System.Net;
using System.Text.RegularExpressions;
using FunctionsPipeline.Desk;

namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>
/// A browser as far as the desk needs one: it keeps cookies (also Secure ones on loopback, as browsers do), follows nothing,
/// and remembers the token of the form that it was shown last.
/// </summary>
public sealed partial class DeskBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address,
    };

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Of the page that was shown last.</summary>
    public string Token { get; set; } = "";

    public Task<DeskReply> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Posts a form with the token of the last page.</summary>
    public Task<DeskReply> PostAsync(string path, params (string Name, string Value)[] fields) =>
        PostAsync(path, Token, fields);

    /// <param name="token">Null for a form without one.</param>
    public Task<DeskReply> PostAsync(string path, string? token, params (string Name, string Value)[] fields) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    fields
                        .Concat(token is null ? [] : [(DeskVisit.TokenField, token)])
                        .Select(f => KeyValuePair.Create(f.Item1, f.Item2))
                ),
            }
        );

    public async Task<DeskReply> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var set = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.ToList() : [];
        foreach (var cookie in set)
        {
            var parts = cookie.Split(';')[0].Split('=', 2);
            if (parts[1].Length == 0)
                Cookies.Remove(parts[0]);
            else
                Cookies[parts[0]] = parts[1];
        }
        if (TokenOf().Match(body) is { Success: true } token)
            Token = WebUtility.HtmlDecode(token.Groups[1].Value);
        return new DeskReply(
            response.StatusCode,
            body,
            response.Headers.Location?.OriginalString,
            response.Headers.TryGetValues("Content-Security-Policy", out var policy) ? string.Join(' ', policy) : null,
            set
        );
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"desk-form\" value=\"([^\"]+)\"")]
    private static partial Regex TokenOf();
}

public sealed record DeskReply(
    HttpStatusCode Status,
    string Body,
    string? Location,
    string? Policy,
    IReadOnlyList<string> SetCookies
)
{
    /// <summary>As it is read: without markup, and with one space where there is white space.</summary>
    public string Text =>
        WebUtility.HtmlDecode(
            Regex.Replace(Body, @"(<[^>]+>|\s)+", " ", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        );
}
