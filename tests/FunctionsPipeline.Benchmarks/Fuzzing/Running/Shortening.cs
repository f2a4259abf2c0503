namespace FunctionsPipeline.Benchmarks.Fuzzing.Running;

/// <summary>Makes an input that fails shorter, by taking halves, quarters and ever smaller parts out of it.</summary>
internal static class Shortening
{
    private const int MostTries = 400;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <param name="stillFails">Runs a shorter form.</param>
    public static byte[] Shorten(byte[] input, Func<byte[], bool> stillFails)
    {
        var began = TimeProvider.System.GetTimestamp();
        var tries = 0;
        for (var size = input.Length / 2; size >= 1; size /= 2)
        {
            for (var at = 0; at < input.Length; )
            {
                if (++tries > MostTries || TimeProvider.System.GetElapsedTime(began) > Longest)
                    return input;
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + size))];
                if (shorter.Length > 0 && stillFails(shorter))
                    input = shorter;
                else
                    at += size;
            }
        }
        return input;
    }
}
