using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Output;
using FunctionsPipeline.Cli.Migrate.Pictures;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Migrate;

/// <summary>
/// Carries one export over. First all of it is read and judged; then it is read again and written, post by post.
/// </summary>
internal sealed class Migration(IExportReader reader, MigrationOptions options, TimeProvider time)
{
    /// <exception cref="MigrationException">The export or the output is not what it should be; nothing was written.</exception>
    /// <exception cref="IOException">The disk is full, or a file cannot be read or written.</exception>
    public async Task<MigrationReport> RunAsync(WorkProgress progress, CancellationToken cancellationToken)
    {
        EnsureApart();
        using var source = ExportSource.Open(options.Export);
        await EnsureRecognisedAsync(source, cancellationToken);
        var output = await OutputFolder.OpenAsync(options.Output, reader.Id, options.DryRun, cancellationToken);
        var site = options.Site ?? await reader.SiteAsync(source, cancellationToken);
        var report = new MigrationReport();

        var judging = new ExportReading(source, options, site, new MigrationReport());
        var (slugs, addresses) = await JudgeAsync(judging, progress, cancellationToken);
        var subscribers = new SubscriberLists(reader.Subscribers(source), reader.Name, options, report);
        await subscribers.JudgeAsync(cancellationToken);
        if (slugs.Count == 0 && reader.Subscribers(source).Count == 0)
            throw new MigrationException(
                $"'{source.Name}' holds neither posts nor subscribers of {reader.Name}. Name the file or folder that {reader.Name} let you download."
            );

        progress.Total = slugs.Count;
        progress.Set(0);
        try
        {
            var reading = judging with { Report = report };
            using var download = options is { FetchPictures: true, DryRun: false } ? new PictureDownload(time) : null;
            var pictures = new PictureStore(reading, output, download);
            await WriteAsync(
                reading,
                slugs,
                new ArticleWriter(reading, addresses, pictures, output, time),
                progress,
                cancellationToken
            );
            await subscribers.WriteAsync(output, cancellationToken);
            await NameTheRestAsync(source, pictures, output, report, cancellationToken);
            await output.WriteAsync(
                ReportFile.FileName,
                ReportFile.Write(report, reader.Name, options),
                cancellationToken
            );
            await output.SaveAsync(isComplete: true, cancellationToken);
        }
        catch
        {
            await TrySaveAsync(output);
            throw;
        }
        return report;
    }

    /// <summary>The names of the articles in their order, and which old address leads to which.</summary>
    private async Task<(List<(Slug Slug, bool WasTaken)> Slugs, OldAddresses Addresses)> JudgeAsync(
        ExportReading reading,
        WorkProgress progress,
        CancellationToken cancellationToken
    )
    {
        var slugs = new List<(Slug, bool)>();
        var (names, addresses) = (new ArticleNames(), new OldAddresses());
        await foreach (var post in reader.PostsAsync(reading, cancellationToken))
        {
            var (slug, wasTaken) = names.Next(post);
            slugs.Add((slug, wasTaken));
            progress.Advance();
            // No file will be written for it.
            if (post.IsEmpty)
                continue;
            foreach (
                var address in post
                    .LinkedAs.Concat(post.Aliases)
                    .Select(reading.AddressOf)
                    .Prepend(post.Address)
                    .OfType<Uri>()
            )
                addresses.Add(address, slug.Value + ".md");
        }
        return (slugs, addresses);
    }

    private async Task WriteAsync(
        ExportReading reading,
        List<(Slug Slug, bool WasTaken)> slugs,
        ArticleWriter writer,
        WorkProgress progress,
        CancellationToken cancellationToken
    )
    {
        var index = 0;
        await foreach (var post in reader.PostsAsync(reading, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (index == slugs.Count)
                throw new IOException("The export changed while it was read. Run the same command again.");
            var (slug, wasTaken) = slugs[index++];
            if (wasTaken)
                reading.Report.Add(post.Where, post.Line, $"Another post has the same address; this one is '{slug}'.");
            await writer.WriteAsync(post, slug, cancellationToken);
            progress.Advance();
        }
    }

    private async Task NameTheRestAsync(
        ExportSource source,
        PictureStore pictures,
        OutputFolder output,
        MigrationReport report,
        CancellationToken cancellationToken
    )
    {
        foreach (var (path, reason) in source.Skipped)
            report.Add(path, null, $"Not read, because {reason}.");
        foreach (var file in source.Files.Where(f => !PictureFormats.IsMedia(f.Path)))
        {
            if (!await reader.IsKnownAsync(file, cancellationToken))
                report.Add(file.Path, null, "This file has no place on the new site; it was not carried over.");
        }
        foreach (var file in pictures.Unused)
            report.Add(file.Path, null, "No article shows this file; it was not carried over.");
        foreach (var path in output.Kept)
            report.Add(
                path,
                null,
                "This file in the output was changed, or is not of a migration: it was kept as it is."
            );
        foreach (var path in output.Stale)
            report.Add(
                path,
                null,
                "An earlier run wrote this file, and the export does not hold it any more: remove it if it is of no use."
            );
    }

    private void EnsureApart()
    {
        var (export, output) = (Path.GetFullPath(options.Export), Path.GetFullPath(options.Output));
        if (
            Directory.Exists(export)
            && (output + Path.DirectorySeparatorChar).StartsWith(
                Path.TrimEndingDirectorySeparator(export) + Path.DirectorySeparatorChar,
                StringComparison.Ordinal
            )
        )
            throw new MigrationException(
                $"'{options.Output}' lies inside the export. Name a folder outside of '{options.Export}'."
            );
    }

    private async Task EnsureRecognisedAsync(ExportSource source, CancellationToken cancellationToken)
    {
        if (source.Files.Count == 0)
            throw new MigrationException(
                $"'{source.Name}' is empty. Name the file or folder that {reader.Name} let you download."
            );
        if (await reader.RecognisesAsync(source, cancellationToken))
            return;
        foreach (var other in Services.All.Where(s => s.Id != reader.Id))
        {
            if (await other.RecognisesAsync(source, cancellationToken))
                throw new MigrationException(
                    $"'{source.Name}' looks like an export of {other.Name}, not of {reader.Name}. Run 'fp migrate {other.Id} …' for it."
                );
        }
        throw new MigrationException($"'{source.Name}' is no export of {reader.Name}, or it ends early. {reader.Hint}");
    }

    /// <summary>What was written is named also where the run broke off, as far as the disk lets it.</summary>
    private static async Task TrySaveAsync(OutputFolder output)
    {
        try
        {
            await output.SaveAsync(isComplete: false, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell; the same command again finds the same files equal.
        }
    }
}
