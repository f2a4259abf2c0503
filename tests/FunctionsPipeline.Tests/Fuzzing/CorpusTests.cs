using FunctionsPipeline.Benchmarks.Fuzzing;

namespace FunctionsPipeline.Tests.Fuzzing;

/// <summary>
/// Every input that once failed, and some good ones from which the fuzzing starts: read without an exception, within the
/// budget, and judged. To add one, put the file below <c>Corpus/target</c>.
/// </summary>
public sealed class CorpusTests
{
    public static IEnumerable<object[]> Files => Corpus.All.Select(f => new object[] { f.Target, f.Name });

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_file_is_read_and_what_is_made_of_it_is_harmless(string target, string name)
    {
        var file = Corpus.Of(target).Single(f => f.Name == name);

        var answer = FuzzTargets.Named(target).Run(file.Content);

        Assert.Null(answer.Violation());
    }

    [Fact]
    public void Each_target_has_files() => Assert.All(FuzzTargets.All, t => Assert.NotEmpty(Corpus.Of(t.Name)));
}
