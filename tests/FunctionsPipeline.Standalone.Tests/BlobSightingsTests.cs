using FunctionsPipeline.Standalone.Blobs;

namespace FunctionsPipeline.Standalone.Tests;

public sealed class BlobSightingsTests
{
    private static readonly DateTimeOffset Found = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_later_listing_confirms_exactly_the_versions_that_it_showed()
    {
        var sightings = new BlobSightings();
        var later = Found + TimeSpan.FromMinutes(1);
        sightings.Record("f", later, new HashSet<string>(StringComparer.Ordinal) { BlobReceipts.KeyOf("drop", "a.md", "0x1") });

        Assert.Equal(later, sightings.LastSeen("f", Version("a.md", "0x1")));
        Assert.Equal(Found, sightings.LastSeen("f", Version("a.md", "0x2")));
        Assert.Equal(Found, sightings.LastSeen("f", Version("b.md", "0x1")));
        Assert.Equal(Found, sightings.LastSeen("g", Version("a.md", "0x1")));
    }

    private static BlobVersion Version(string name, string eTag) => new("BlockBlob", "drop", name, eTag, Found);
}
