using System.Security.Cryptography;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Running;

/// <summary>
/// Keeps inputs that failed: <c>FOLDER/target/outcome-hash</c> holds the bytes, and the same with <c>.txt</c> what happened.
/// Each fault is kept once, shortened.
/// </summary>
internal sealed class KeptInputs(string folder, TextWriter log)
{
    /// <summary>Different inputs of one outcome and target whose faults look different.</summary>
    private const int Most = 40;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public string Folder => folder;

    /// <param name="worker">Runs shorter forms of the input.</param>
    public void Add(IFuzzTarget target, byte[] input, Result result, long number, WorkerProcess worker)
    {
        lock (_gate)
        {
            var kind = $"{target.Name} {result.Outcome}";
            if (
                _seen.Count(s => s.StartsWith(kind, StringComparison.Ordinal)) >= Most
                || !_seen.Add($"{kind} {Look(result)}")
            )
                return;
        }
        // As it is, first: shortening may take a while.
        var whole = Write(target, input, result, number);
        var shorter = Shortening.Shorten(input, part => Look(worker.Run(target, part)) == Look(result));
        if (shorter.Length == input.Length)
            return;
        Write(target, shorter, worker.Run(target, shorter), number);
        File.Delete(whole);
        File.Delete(whole + ".txt");
    }

    /// <summary>By what two faults are told apart: outcome, kind of exception and the first places in our code.</summary>
    private static string Look(Result result)
    {
        var lines = result.Detail.Split('\n');
        var first = lines[0].Split([':', '\''], 2)[0];
        var places = lines
            .Select(l => l.Trim())
            .Where(l => l.StartsWith("at ", StringComparison.Ordinal))
            .Take(3)
            .Select(l => l.Split('(')[0]);
        return $"{result.Outcome} {(result.Outcome == Outcome.Violation ? lines[0].Split('\'')[0] : first)} {string.Join(' ', places)}";
    }

    private string Write(IFuzzTarget target, byte[] input, Result result, long number)
    {
        var path = Path.Combine(
            folder,
            target.Name,
            $"{result.Outcome}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}"
        );
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, input);
        File.WriteAllText(
            path + ".txt",
            $"input {number}, {input.Length} bytes, {result.Time.TotalMilliseconds:0} ms\n{result.Detail}\n"
        );
        lock (_gate)
            log.WriteLine($"{target.Name}: {result.Outcome}: {result.Detail.Split('\n')[0]} ({path})");
        return path;
    }
}
