using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

public sealed class AddressPlacesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(1_000)]
    [InlineData(40_000)]
    public void Every_address_is_where_it_was_put_and_also_after_storing(int count)
    {
        var parts = Enumerable.Range(0, count).ToDictionary(Address, i => (i * 7) % 16);

        var made = AddressPlaces.Of(parts);
        var places = new AddressPlaces(made.Seed, made.Table.ToArray());

        Assert.All(parts, p => Assert.Equal(p.Value, places.PartOf(p.Key)));
        Assert.InRange(places.Table.Length, 0, 20 + (0.63 * count));
    }

    [Fact]
    public void Newcomers_are_spread_evenly_and_always_go_to_the_same_part()
    {
        foreach (var known in new[] { 0, 3, 5_000 })
        {
            var places = AddressPlaces.Of(Enumerable.Range(0, known).ToDictionary(Address, i => i % 16));

            var newcomers = Enumerable.Range(1_000_000, 1_600).Select(Address).ToList();
            var parts = newcomers.ConvertAll(places.PartOf);

            Assert.Equal(parts, newcomers.ConvertAll(places.PartOf));
            if (known == 5_000)
                Assert.All(parts.CountBy(p => p), p => Assert.InRange(p.Value, 60, 150));
        }
    }

    [Fact]
    public void A_table_that_was_written_years_ago_says_the_same()
    {
        var places = new AddressPlaces(3, Convert.FromHexString("0123456789abcdeffedcba98765432100f1e"));

        Assert.Equal(
            [2, 11, 7, 1, 14, 15, 4, 15, 12, 4, 14, 5],
            Enumerable.Range(0, 12).Select(i => places.PartOf(Address(i)))
        );
    }

    private static AddressHash Address(int number) =>
        new("k", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"address {number}"))));
}
