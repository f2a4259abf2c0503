using System.Text.RegularExpressions;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Pictures;

namespace FunctionsPipeline.Tests.Publishing.Pictures;

/// <summary>An article with two pictures in a newsroom, and what becomes of them.</summary>
public abstract partial class ArticlePicturesTest
{
    protected const string Text = "# Back\n\n![A spine](a.jpg)\n\nWords.\n\n![A knee](b.jpg)";

    protected static readonly byte[] Large = Photo.Detailed(2000, 1000);
    protected static readonly byte[] Small = Photo.Detailed(600, 400);

    private protected Newsroom Room { get; } = new();

    private protected Task DropAsync() => DropAsync(Room);

    private protected static async Task DropAsync(Newsroom newsroom)
    {
        await newsroom.PutAsync("a.jpg", Large);
        await newsroom.PutAsync("b.jpg", Small);
        await newsroom.DropAsync("back.md", Text);
    }

    private protected static async Task DropQuickAsync(Newsroom newsroom)
    {
        await newsroom.PutAsync("a.jpg", Photo.Jpeg(500, 300));
        await newsroom.PutAsync("b.jpg", Photo.Jpeg(500, 300, 6));
        await newsroom.DropAsync("back.md", Text);
    }

    private protected Task MakeAsync(string slug = "back") => MakeAsync(slug, Room);

    private protected static Task MakeAsync(string slug, Newsroom newsroom) =>
        newsroom.Pictures.MakeAsync($"{{\"slug\":\"{slug}\"}}", default);

    private protected List<string> WatchForms()
    {
        var written = new List<string>();
        Room.Faults.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && FormName().IsMatch(path.Name))
                written.Add(path.Name);
        };
        return written;
    }

    /// <summary>What readers see, and what is left to do.</summary>
    private protected async Task<SortedDictionary<string, string>> FinalAsync(Newsroom? newsroom = null)
    {
        var all = await (newsroom ?? Room).SnapshotAsync();
        return new SortedDictionary<string, string>(
            all.Where(b =>
                    b.Key.StartsWith("$web/", StringComparison.Ordinal)
                    || b.Key.StartsWith("state/" + PictureRequests.Prefix, StringComparison.Ordinal)
                    || b.Key.StartsWith("state/digests", StringComparison.Ordinal)
                )
                .ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    /// <summary>Every address of a picture in the page leads to a file.</summary>
    private protected async Task AssertWholeAsync(string page)
    {
        var addresses = Address().Matches(page).Select(m => m.Groups["path"].Value).Distinct().ToList();
        Assert.Contains(addresses, a => a.EndsWith(".webp", StringComparison.Ordinal));
        foreach (var address in addresses)
        {
            var blob = await Room.Store.ReadAsync(new BlobPath(Containers.Web, address), default);
            Assert.True(blob is not null, $"{address} is not there");
            using var shown = Photo.Read(blob.Content);
        }
    }

    [GeneratedRegex(@"https://clinic\.example/(?<path>[a-z]+/[^?""\s]+\.(?:webp|jpg|png))", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\.\d+\.(?:webp|jpg|png)$", RegexOptions.None, 1000)]
    private static partial Regex FormName();
}
