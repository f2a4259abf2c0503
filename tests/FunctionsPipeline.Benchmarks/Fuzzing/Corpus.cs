namespace FunctionsPipeline.Benchmarks.Fuzzing;

/// <summary>One input that once failed, or a good beginning for others.</summary>
internal sealed record CorpusFile(string Target, string Name, ReadOnlyMemory<byte> Content);

/// <summary>The files below <c>tests/FunctionsPipeline.Tests/Fuzzing/Corpus</c>, embedded in this assembly.</summary>
internal static class Corpus
{
    private const string Prefix = "fuzzing/corpus/";

    private static readonly Lazy<ILookup<string, CorpusFile>> Files = new(() =>
        Read().ToLookup(f => f.Target, StringComparer.Ordinal)
    );

    public static IEnumerable<CorpusFile> All => Files.Value.SelectMany(f => f);

    public static IReadOnlyList<CorpusFile> Of(string target) => [.. Files.Value[target]];

    private static IEnumerable<CorpusFile> Read()
    {
        var assembly = typeof(Corpus).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            using var content = new MemoryStream();
            using var resource = assembly.GetManifestResourceStream(name)!;
            resource.CopyTo(content);
            var path = name[Prefix.Length..].Replace('\\', '/').Split('/', 2);
            yield return new CorpusFile(path[0], path[1], content.ToArray());
        }
    }
}
