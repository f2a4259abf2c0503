namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>Something that ends, and how much of it a size uses.</summary>
/// <param name="Name">For people.</param>
/// <param name="Used">In the unit of <paramref name="Most"/>.</param>
internal sealed record Limit(string Name, double Used, double Most)
{
    /// <summary>1 is all of it: what lies above breaks.</summary>
    public double Share => Used / Most;
}
