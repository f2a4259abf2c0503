using System.Net;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>
/// Answers on this machine only, and only to requests that name it: a page elsewhere whose name was pointed here (DNS
/// rebinding) is refused.
/// </summary>
internal sealed class PreviewServer : IAsyncDisposable
{
    private static readonly FileExtensionContentTypeProvider MediaTypes = new();

    private readonly WebApplication _app;
    private readonly PreviewSite _site;
    private readonly PreviewPages _pages;
    private readonly PreviewArticle _article;
    private readonly PreviewWelcome _welcome;

    /// <param name="port">0 for a free one.</param>
    public PreviewServer(PreviewSite site, int port, TimeProvider time)
    {
        (_site, _pages, _article) = (site, new PreviewPages(site), new PreviewArticle(site, time));
        _welcome = new PreviewWelcome(site, time);
        // Empty: no file in the working directory and no variable of the environment may open another port.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(k =>
            {
                k.AddServerHeader = false;
                k.Listen(IPAddress.Loopback, port);
            });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["localhost", "127.0.0.1"]);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _app = builder.Build();
        _app.UseHostFiltering();
        _app.Use(
            (context, next) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            }
        );
        _app.UseRouting();
        Map(_app);
    }

    /// <summary>Where it answers, with '/' at the end.</summary>
    public Uri Address => new(_app.Urls.First() + "/");

    /// <exception cref="IOException">The port is in use.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        Get(PreviewPages.Start, context => HtmlAsync(context, _site.Version.Current, _pages.List(_welcome)));
        Get(LivePage.Events, EventsAsync);
        Get(PreviewPages.Start + "mail", context => OfAsync(context, (report, _) => _pages.Mail(report)));
        Get(PreviewPages.Start + "text", context => OfAsync(context, _pages.Text));
        Get(PreviewPages.Start + "mail-document", MailAsync);
        Get(PreviewPages.Start + "report", ReportAsync);
        Get(PreviewPages.Start + "welcome", WelcomeAsync);
        Get(PreviewPages.Start + "welcome-text", WelcomeAsync);
        Get(PreviewPages.Start + "welcome-document", WelcomeDocumentAsync);
        Get("/" + PreviewArticle.Files + "{**name}", FileAsync);
        Get("/{**path}", PageAsync);

        void Get(string pattern, RequestDelegate answer) =>
            routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], answer);
    }

    /// <summary>Server-sent events (HTML standard, 9.2): the version now, and each that comes after it.</summary>
    private async Task EventsAsync(HttpContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            _app.Lifetime.ApplicationStopping
        );
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                var version = _site.Version.Current;
                await context.Response.WriteAsync($"data: {version}\n\n", ends.Token);
                await context.Response.Body.FlushAsync(ends.Token);
                await _site.Version.AfterAsync(version, ends.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the preview ends.
        }
    }

    /// <summary>A page of one article, by the query's <c>file</c>.</summary>
    private async Task OfAsync(
        HttpContext context,
        Func<ArticleReport, Articles.Rendering.RenderedArticle, string> page
    )
    {
        var version = _site.Version.Current;
        if (Find(context) is not { } report)
            await MissingAsync(context);
        else if (await _article.RenderAsync(report.Source, context.RequestAborted) is { } rendered)
            await HtmlAsync(context, version, page(report, rendered));
        else
            await HtmlAsync(
                context,
                version,
                _pages.Message(
                    report.Title ?? report.Source,
                    "The file has a mistake. Its report says where, and what to do."
                )
            );
    }

    private async Task MailAsync(HttpContext context)
    {
        var rendered = Find(context) is { } report
            ? await _article.RenderAsync(report.Source, context.RequestAborted)
            : null;
        if (rendered is null)
        {
            await MissingAsync(context);
            return;
        }
        await DocumentAsync(context, _pages.MailDocument(rendered));
    }

    /// <summary>A mail of a welcome series, or its text, by the query's <c>newsletter</c> and <c>file</c>.</summary>
    private async Task WelcomeAsync(HttpContext context)
    {
        var version = _site.Version.Current;
        var (newsletter, file) = WelcomeOf(context);
        if (await _welcome.ReadAsync(newsletter, file) is not { } preview)
            await MissingAsync(context);
        else if (context.Request.Path.Value!.EndsWith("-text", StringComparison.Ordinal) && preview.Text is { } text)
            await HtmlAsync(context, version, _pages.WelcomeText(preview.Subject ?? file, text));
        else
            await HtmlAsync(context, version, _pages.Welcome(newsletter, file, preview));
    }

    private async Task WelcomeDocumentAsync(HttpContext context)
    {
        var (newsletter, file) = WelcomeOf(context);
        if (await _welcome.ReadAsync(newsletter, file) is { Html: { } html })
            await DocumentAsync(context, html);
        else
            await MissingAsync(context);
    }

    private static (string Newsletter, string File) WelcomeOf(HttpContext context) =>
        (context.Request.Query["newsletter"].ToString(), context.Request.Query["file"].ToString());

    private static Task DocumentAsync(HttpContext context, string html)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; frame-ancestors 'self'";
        context.Response.ContentType = BlobHeaders.Html.ContentType;
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private async Task ReportAsync(HttpContext context)
    {
        var version = _site.Version.Current;
        if (
            Find(context) is { } report
            && await _site.Store.ReadAsync(ArticleReport.HtmlOf(report.Source), context.RequestAborted) is { } page
        )
            await HtmlAsync(context, version, System.Text.Encoding.UTF8.GetString(page.Content.Span));
        else
            await MissingAsync(context);
    }

    /// <summary>A picture of an article that is not on the site, or in a mail.</summary>
    private async Task FileAsync(HttpContext context)
    {
        var name = (string?)context.Request.RouteValues["name"] ?? "";
        await using var file = await _site.Store.OpenReadAsync(
            new BlobPath(Containers.Articles, name),
            context.RequestAborted
        );
        if (file is null)
        {
            await MissingAsync(context);
            return;
        }
        // A drawing as its author made it may hold a script.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        context.Response.ContentType = MediaTypes.TryGetContentType(name, out var type)
            ? type
            : "application/octet-stream";
        await file.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>The site's own files; at the address of an article that is not on it yet, that article, marked.</summary>
    private async Task PageAsync(HttpContext context)
    {
        var version = _site.Version.Current;
        var path = ((string?)context.Request.RouteValues["path"] ?? "").TrimEnd('/');
        foreach (var name in new[] { path, path.Length == 0 ? "index.html" : path + "/index.html" })
        {
            if (
                name.Length == 0
                || await _site.Store.ReadAsync(new BlobPath(Containers.Web, name), context.RequestAborted)
                    is not { } blob
            )
                continue;
            if (blob.Headers.ContentType.StartsWith("text/html", StringComparison.Ordinal))
                await HtmlAsync(context, version, System.Text.Encoding.UTF8.GetString(blob.Content.Span));
            else
                await BytesAsync(context, blob);
            return;
        }
        var held = _site.Reports.Values.FirstOrDefault(r =>
            r.Slug == path && r.Status is ReportStatus.Draft or ReportStatus.Scheduled
        );
        if (held is not null && await _article.RenderAsync(held.Source, context.RequestAborted) is { } rendered)
        {
            var notice =
                held.Status == ReportStatus.Draft
                    ? "Draft: this article is not on the site."
                    : $"Scheduled: this article goes live at {Terminal.Times.Of(held.PublishAt)}.";
            await HtmlAsync(context, version, System.Text.Encoding.UTF8.GetString(rendered.Page.Span), notice);
            return;
        }
        await MissingAsync(context);
    }

    private ArticleReport? Find(HttpContext context) =>
        _site.Reports.GetValueOrDefault(context.Request.Query["file"].ToString());

    private Task MissingAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return HtmlAsync(
            context,
            _site.Version.Current,
            _pages.Message("Not here", "The preview has no page at this address. Forms work on the site only.")
        );
    }

    private Task HtmlAsync(HttpContext context, string version, string html, string? notice = null)
    {
        context.Response.ContentType = BlobHeaders.Html.ContentType;
        var said = string.Join(" ", new[] { _site.Look.Trouble, notice }.OfType<string>());
        return context.Response.WriteAsync(
            LivePage.Of(html, version, said.Length == 0 ? null : said),
            context.RequestAborted
        );
    }

    private static async Task BytesAsync(HttpContext context, Blob blob)
    {
        context.Response.ContentType = blob.Headers.ContentType;
        await context.Response.Body.WriteAsync(blob.Content, context.RequestAborted);
    }
}
