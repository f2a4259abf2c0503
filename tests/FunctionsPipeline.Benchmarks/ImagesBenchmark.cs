using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Pictures;
using NetVips;
using SkiaSharp;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// Photographs of 12 megapixels to all their forms, four at a time; against libvips, which is what <c>vipsthumbnail</c> runs,
/// with the same widths, formats and qualities. The most memory is that of the first round of ours, before libvips is loaded.
/// </summary>
internal sealed class ImagesBenchmark : IBenchmark
{
    private const int AtATime = 4;
    private const int Different = 4;
    private const int WebPQuality = 75;
    private const int JpegQuality = 80;

    public string Name => "images";

    public string Usage =>
        "[--count 200] [--rounds 2]  pictures a second and most memory, photographs of 12 megapixels; ratio to libvips";

    public IReadOnlyList<Aim> Aims => [new("peak_mb", 512)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var count = arguments.Number("count", arguments.Quick ? 2 : 200);
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 2);
        var photographs = Enumerable.Range(0, Math.Min(count, Different)).Select(Photograph).ToList();
        var maker = new PictureMaker(TimeProvider.System);
        var (taken, peak, forms) = (new Rounds(), 0.0, 0);
        PeakMemory.Reset(Environment.ProcessId);
        for (var round = 0; round < rounds; round++)
        {
            var ours = await MeasureAsync(
                count,
                async i =>
                {
                    var made = await OursAsync(maker, photographs[i % Different], cancellationToken);
                    Interlocked.Add(ref forms, made.Forms.Count);
                },
                cancellationToken
            );
            if (round == 0)
                peak = PeakMemory.Mb(Environment.ProcessId);
            var theirs = await MeasureAsync(
                count,
                i => Task.Run(() => Vips(photographs[i % Different]), cancellationToken),
                cancellationToken
            );
            taken.Add(ours, theirs);
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}: ours {ours:0.000} s, libvips {theirs:0.000} s"
                )
            );
        }
        var figures = new JsonObject
        {
            ["pictures"] = count,
            ["forms_per_picture"] = Math.Round((double)forms / count / rounds, 1),
            ["pictures_per_second"] = Math.Round(count / taken.Ours, 2),
            ["peak_mb"] = Math.Round(peak),
        };
        taken.WriteTo(figures, "vips");
        figures["ratio"] = Math.Round(taken.Ours / taken.Theirs, 2);
        return figures;
    }

    private static async Task<double> MeasureAsync(int count, Func<int, Task> work, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), options, async (i, _) => await work(i));
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>From the file to its forms, with everything that looks at it on the way.</summary>
    private static async Task<MadePicture> OursAsync(
        PictureMaker maker,
        byte[] photograph,
        CancellationToken cancellationToken
    )
    {
        using var file = new MemoryStream(photograph, 0, photograph.Length, writable: false, publiclyVisible: true);
        var info = await ImageInspector.InspectAsync(file, cancellationToken);
        var clean = await CleanPicture.OfAsync(file, info!.Format, cancellationToken);
        return await maker.MakeAsync(clean, info, cancellationToken);
    }

    private static void Vips(byte[] photograph)
    {
        using var top = Image.ThumbnailBuffer(photograph, PictureLimits.Widths[^1]).CopyMemory();
        foreach (var width in PictureLimits.Widths)
        {
            using var image = top.ThumbnailImage(width);
            image.WebpsaveBuffer(q: WebPQuality, keep: Enums.ForeignKeep.None);
            image.JpegsaveBuffer(q: JpegQuality, keep: Enums.ForeignKeep.None);
        }
    }

    /// <summary>Clouds of all sizes and colours, which cost a codec about what a photograph does.</summary>
    private static byte[] Photograph(int seed)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(4000, 3000, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Shader = SKShader.CreatePerlinNoiseTurbulence(0.01f, 0.013f, 5, seed) };
        canvas.Clear(SKColors.White);
        canvas.DrawPaint(paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
