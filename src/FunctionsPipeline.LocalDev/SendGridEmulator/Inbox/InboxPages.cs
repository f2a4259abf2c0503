using System.Globalization;
using System.Net;
using System.Text;
using FunctionsPipeline.LocalDev.Clock;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;

/// <summary>The inbox in the browser.</summary>
internal sealed class InboxPages(InboxLog inbox, MovableClock clock)
{
    private const int PageSize = 50;

    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>What the mail brings may show pictures and open links, and do nothing else.</summary>
    private const string MailPolicy =
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *";

    private static readonly HttpClient OneClickClient = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private static readonly (string Name, string Label)[] Views =
    [
        ("html", "HTML"),
        ("text", "Text"),
        ("headers", "Headers"),
        ("raw", "Raw"),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", List);
        routes.MapGet("/version", () => Results.Text(inbox.Version.ToString(CultureInfo.InvariantCulture)));
        routes.MapGet("/inbox.css", () => Asset("inbox.css", "text/css; charset=utf-8"));
        routes.MapGet("/inbox.js", () => Asset("inbox.js", "text/javascript; charset=utf-8"));
        routes.MapGet(
            "/messages/{id}",
            (HttpContext http, string id, string? view, string? said) =>
                inbox.Find(id) is { } message ? Html(http, MessagePage(message, view, said)) : Gone(http)
        );
        routes.MapGet("/messages/{id}/html", MailHtml);
        routes.MapGet(
            "/messages/{id}/raw",
            (string id) =>
                inbox.Find(id) is { } message
                    ? Results.File(
                        Encoding.UTF8.GetBytes(RawMessage.Write(message)),
                        "message/rfc822",
                        $"{message.Id}.eml"
                    )
                    : Results.NotFound()
        );
        routes.MapPost("/messages/{id}/one-click", OneClickAsync);
    }

    private IResult List(HttpContext http, string? q, int? page)
    {
        var number = Math.Clamp(page ?? 1, 1, 100_000);
        var found = inbox.Messages(q).ToList();
        var shown = found.Skip((number - 1) * PageSize).Take(PageSize).ToList();
        var rows = new StringBuilder();
        foreach (var message in shown)
        {
            rows.Append(
                CultureInfo.InvariantCulture,
                $"""
                <li><a href="/messages/{message.Id}">
                  <span class="subject">{Text(message.Subject)}</span><span class="state">{Pill(message.Status)}</span>
                  <span class="who">to {Text(
                    message.ToName is null ? message.To : $"{message.ToName} <{message.To}>"
                )}</span>{Time(message.SendAt)}
                </a></li>

                """
            );
        }
        var search = string.IsNullOrWhiteSpace(q) ? "" : $"&q={Uri.EscapeDataString(q)}";
        var body =
            found.Count == 0
                ? $"""<div class="empty"><strong>{(string.IsNullOrWhiteSpace(q) ? "No mail yet" : "Nothing found")}</strong>{(string.IsNullOrWhiteSpace(q) ? "What the app sends appears here at once." : "No address and no subject has these letters.")}</div>"""
                : $"""
                    <ul class="list">
                    {rows}</ul>
                    <nav class="pages" aria-label="Pages"><span>{(
                        number > 1 ? $"<a href=\"/?page={number - 1}{search}\">Newer</a>" : ""
                    )}</span><span>{(
                        number * PageSize < found.Count ? $"<a href=\"/?page={number + 1}{search}\">Older</a>" : ""
                    )}</span></nav>
                    """;
        var waiting = found.Count(m => m.Status == "scheduled");
        var counts =
            $"{Count(found.Count, "message", "messages")}{(waiting > 0 ? $", {waiting.ToString("N0", CultureInfo.InvariantCulture)} waiting for their time" : "")}";
        return Html(
            http,
            Page(
                "Inbox",
                q,
                $"""
                <h1>Inbox</h1>
                <p class="counts">{counts}</p>
                {body}
                """,
                reloads: true
            )
        );
    }

    private string MessagePage(InboxMessage message, string? view, string? said)
    {
        var (current, content) = view switch
        {
            "text" => (
                "text",
                $"<pre class=\"wrap\">{Text(message.Text.Length > 0 ? message.Text : "This message has no plain text.")}</pre>"
            ),
            "headers" => ("headers", Headers(message)),
            "raw" => ("raw", $"<pre>{Text(RawMessage.Write(message))}</pre>"),
            _ => (
                "html",
                message.Html.Length > 0
                    ? $"<iframe title=\"The message\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/messages/{message.Id}/html\"></iframe>"
                    : "<pre>This message has no HTML.</pre>"
            ),
        };
        var tabs = string.Concat(
            Views.Select(t =>
                $"<a href=\"?view={t.Name}\"{(t.Name == current ? " aria-current=\"page\"" : "")}>{t.Label}</a>"
            )
        );
        return Page(
            message.Subject,
            null,
            $"""
            <div class="head">
              <div class="top"><h1>{Text(message.Subject)}</h1>{Pill(message.Status)}</div>
              <dl>
                <dt>From</dt><dd>{Text(
                message.FromName is null ? message.From : $"{message.FromName} <{message.From}>"
            )}</dd>
                <dt>To</dt><dd>{Text(message.ToName is null ? message.To : $"{message.ToName} <{message.To}>")}</dd>
                <dt>{(message.Status == "scheduled" ? "Goes" : "Sent")}</dt><dd>{Time(message.SendAt)}</dd>
              </dl>
            </div>
            <div class="tools"><nav class="tabs" aria-label="Views">{tabs}</nav>{OneClickForm(message, said)}</div>
            <div class="sheet">{content}</div>
            """,
            reloads: false
        );
    }

    private static string OneClickForm(InboxMessage message, string? said)
    {
        if (said is not null)
            return $"<span class=\"pill\" role=\"status\">{(said == "done" ? "Unsubscribed by one click" : "One-click failed: " + Text(said))}</span>";
        return message.OneClick is null
            ? ""
            : $"<form method=\"post\" action=\"/messages/{message.Id}/one-click\"><button{(message.OneClick.IsLoopback ? "" : " disabled title=\"Its address is not on this machine\"")}>Unsubscribe by one click</button></form>";
    }

    /// <summary>
    /// What a mail client does when its reader presses <em>unsubscribe</em> (RFC 8058), towards this machine only.
    /// </summary>
    private async Task<IResult> OneClickAsync(HttpContext http, string id)
    {
        if (inbox.Find(id) is not { OneClick: { IsLoopback: true } address })
            return Results.NotFound();
        string said;
        try
        {
            using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            using var response = await OneClickClient.PostAsync(address, form, http.RequestAborted);
            said = response.IsSuccessStatusCode
                ? "done"
                : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException e)
        {
            said = e.HttpRequestError.ToString();
        }
        return Results.Redirect($"/messages/{id}?said={Uri.EscapeDataString(said)}");
    }

    private IResult MailHtml(HttpContext http, string id)
    {
        if (inbox.Find(id) is not { } message)
            return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = MailPolicy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        // Links open beside the inbox, as in a mail client.
        var html = message.Html;
        var head = html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        html =
            head < 0
                ? $"<base target=\"_blank\">{html}"
                : html.Insert(head + "<head>".Length, "<base target=\"_blank\">");
        return Results.Text(html, "text/html; charset=utf-8");
    }

    private static string Headers(InboxMessage message)
    {
        var rows = RawMessage
            .Headers(message)
            .Append(new("Tracking", message.Tracking))
            .Append(new("Categories", string.Join(", ", message.Categories)))
            .Append(new("Batch", message.BatchId ?? "none"))
            .Concat(message.Args.Select(a => new KeyValuePair<string, string>($"Argument {a.Key}", a.Value)))
            .Select(h => $"<tr><th scope=\"row\">{Text(h.Key)}</th><td>{Text(h.Value)}</td></tr>");
        return $"<table>{string.Concat(rows)}</table>";
    }

    private string Page(string title, string? search, string main, bool reloads) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)} - local mail</title>
            <link rel="stylesheet" href="/inbox.css">
            {(reloads ? "<script src=\"/inbox.js\" type=\"module\"></script>" : "")}
            </head>
            <body data-version="{inbox.Version}">
            <header class="bar"><div>
              <a class="name" href="/">Local mail</a>
              <span class="note">Nothing leaves this machine. It is {Time(clock.GetUtcNow())}{(
                Math.Abs(clock.Scale - 1) < 0.001
                    ? ""
                    : string.Create(CultureInfo.InvariantCulture, $", {clock.Scale:0.#} times as fast")
            )}</span>
              <form action="/" role="search"><input type="search" name="q" aria-label="Search addresses and subjects" placeholder="Search mail" value="{Text(
                search ?? ""
            )}"><button>Search</button></form>
            </div></header>
            <main>
            {main}
            </main>
            </body>
            </html>
            """;

    private static IResult Html(HttpContext http, string page)
    {
        http.Response.Headers.ContentSecurityPolicy = PagePolicy;
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(page, "text/html; charset=utf-8");
    }

    private IResult Gone(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Html(
            http,
            Page(
                "Not here",
                null,
                """<div class="empty"><strong>This message is not here</strong>The inbox forgets everything when it stops. <a href="/">Back to the inbox</a></div>""",
                reloads: false
            )
        );
    }

    private static IResult Asset(string name, string type) =>
        Results.Stream(typeof(InboxPages).Assembly.GetManifestResourceStream($"sendgrid-emulator/{name}")!, type);

    private static string Pill(string status) => $"<span class=\"pill {Tone(status)}\">{Text(status)}</span>";

    private static string Tone(string status) =>
        status switch
        {
            "delivered" => "ok",
            "bounced" or "blocked" or "expired" or "dropped" or "complained" => "bad",
            "scheduled" or "stopped" or "paused" => "wait",
            _ => "",
        };

    private static string Time(DateTimeOffset at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<time datetime=\"{at:yyyy-MM-ddTHH:mm:ssZ}\">{at:d MMM yyyy, HH:mm:ss} UTC</time>"
        );

    private static string Count(int number, string one, string many) =>
        $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
