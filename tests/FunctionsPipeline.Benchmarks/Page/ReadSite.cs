using System.Globalization;
using System.Text;
using FunctionsPipeline.Cli.Build;
using FunctionsPipeline.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace FunctionsPipeline.Benchmarks.Page;

/// <summary>A small site of usual articles, built as it is published, and served as static storage does: uncompressed.</summary>
internal sealed class ReadSite : IAsyncDisposable
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly WebApplication _app;

    private ReadSite(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>What is measured: a name for the figures, and the address from the site's root.</summary>
    public static IReadOnlyList<(string Name, string Path)> Pages { get; } =
    [
        ("article", "walking-and-stiff-backs/"),
        ("article_with_picture", "a-better-chair/"),
        ("article_in_french", "la-marche-et-le-dos/"),
        ("front", ""),
        ("topic", "tags/back-pain/"),
    ];

    /// <param name="folder">Empty; for the articles and the site.</param>
    public static async Task<ReadSite> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var (articles, site) = (Path.Combine(folder, "articles"), Path.Combine(folder, "site"));
        Directory.CreateDirectory(articles);
        await WriteAsync(articles, cancellationToken);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Find()}/"));
        var built = await SiteBuilder.BuildAsync(articles, null, site, address, null, cancellationToken);
        if (built.Published == 0)
            throw new InvalidOperationException("No article was published.");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.AbsoluteUri);
        var app = builder.Build();
        app.MapGet("/{**path}", (string? path, HttpResponse response) => SendAsync(site, path ?? "", response));
        await app.StartAsync(cancellationToken);
        return new ReadSite(app, address);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task SendAsync(string site, string path, HttpResponse response)
    {
        var file = Path.GetFullPath(
            Path.Combine(site, path.Length == 0 || path.EndsWith('/') ? path + "index.html" : path)
        );
        if (!file.StartsWith(site, StringComparison.Ordinal) || !File.Exists(file))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        response.ContentType = Types.TryGetContentType(file, out var type) ? type : "application/octet-stream";
        response.ContentLength = new FileInfo(file).Length;
        response.Headers.CacheControl = SiteHeaders.Page.CacheControl;
        await response.SendFileAsync(file);
    }

    private static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "walking-and-stiff-backs.md"),
            $"---\ntitle: What ten minutes of walking can and cannot do for a stiff back\ndate: 2026-02-03\ntags: [back pain, walking]\nsummary: What the trials found, what they did not ask, and how to begin.\nauthor: Robin Example\nlast_reviewed: 2026-01-15\n---\n\n{Text(1, "What we know", "What we do not know", "How to begin", "Questions for your visit")}",
            cancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "a-better-chair.md"),
            $"---\ntitle: A better chair\ndate: 2026-02-10\ntags: [back pain, work]\nimage: chair.jpg\nimageAlt: A chair at a window\nauthor: Robin Example\n---\n\n{Text(2, "Its height", "Its back")}\n\n![A desk by a window](desk.jpg \"Light from the side.\")\n\nThat is *all* there is to it.\n",
            cancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "la-marche-et-le-dos.md"),
            "---\ntitle: La marche et le dos raide\ndate: 2026-02-12\nlanguage: fr-CA\ntags: [mal de dos]\nauthor: Zoé Exemple\n---\n\n"
                + string.Concat(
                    Enumerable.Repeat(
                        "La plupart des personnes qui ont mal au dos se sentent mieux quand elles bougent un peu, et souvent. Le cœur n’y perd rien : à l’âge mûr, même dix minutes suffisent.\n\n",
                        14
                    )
                ),
            cancellationToken
        );
        await File.WriteAllBytesAsync(Path.Combine(folder, "chair.jpg"), Photograph(1600, 900), cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "desk.jpg"), Photograph(1400, 1000), cancellationToken);
        for (var i = 0; i < 20; i++)
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"other-{i}.md"),
                $"---\ntitle: Another article, number {i}\ndate: 2026-01-{i + 1:d2}\ntags: [back pain, topic {i % 4}]\nauthor: Robin Example\n---\n\n{Text(10 + i, "One", "Two")}",
                cancellationToken
            );
    }

    /// <summary>Three paragraphs with a bold word and a link under each heading: 250 words.</summary>
    private static string Text(int seed, params string[] headings)
    {
        string[] words =
        [
            .. "most people with a stiff back feel better when they move a little and often the nerve runs down the leg and is pressed where a disc bulges".Split(
                ' '
            ),
        ];
        var random = new Random(seed);
        var text = new StringBuilder();
        foreach (var heading in headings)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {heading}\n\n");
            for (var i = 0; i < 3; i++)
            {
                var sentence = string.Join(' ', Enumerable.Range(0, 78).Select(_ => words[random.Next(words.Length)]));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}. It is **better** to [begin](https://example.org/trial-{i}).\n\n"
                );
            }
        }
        return text.ToString();
    }

    private static byte[] Photograph(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        var random = new Random(width);
        for (var i = 0; i < 400; i++)
        {
            paint.Color = new SKColor((uint)random.Next()).WithAlpha(90);
            canvas.DrawCircle(random.Next(width), random.Next(height), random.Next(20, 300), paint);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }
}
