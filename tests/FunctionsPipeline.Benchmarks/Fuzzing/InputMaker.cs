using System.Text;

namespace FunctionsPipeline.Benchmarks.Fuzzing;

/// <summary>Makes inputs. Each follows from the seed and its number alone.</summary>
internal sealed class InputMaker(int seed, IReadOnlyList<IFuzzTarget> targets)
{
    private const int MostRepetitions = 100_000;

    /// <summary>What text editors leave behind, and what cuts a language's words apart.</summary>
    private static readonly string[] Odd =
    [
        "\0",
        "\u0001",
        "\u001f",
        "\u007f",
        "\u00a0",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\r",
        "\r\n",
        "\n\n",
        "\t",
        "\\",
        "\"",
        "'",
        "<",
        ">",
        "&",
        "%",
        "{{",
        "}}",
        "]]>",
        "--",
        "\ud83d",
        "\ude00",
        "\u202e",
        "e\u0301",
        "&#0;",
        "&Tab;",
        "&colon;",
        "%00",
        "%0a",
    ];

    public (IFuzzTarget Target, byte[] Input) Make(long number)
    {
        var random = new Random(HashCode(seed, number));
        var target = FuzzTargets.Pick(random, targets);
        return (target, Input(target, random));
    }

    private static byte[] Input(IFuzzTarget target, Random random)
    {
        var grammar = Grammar.Of(target.Name);
        var longest = Length(random);
        var text = random.Next(100) switch
        {
            < 45 => grammar.Write("root", random, longest),
            < 65 => Repeated(grammar, random, longest),
            < 97 => Mutated(Seed(target, grammar, random, longest), grammar, random, longest),
            _ => Noise(random, longest),
        };
        return Bytes(text, random);
    }

    /// <summary>Characters. Most inputs are small, so that there are many; a few are as large as any limit.</summary>
    private static int Length(Random random) =>
        random.Next(1000) switch
        {
            < 890 => 16 + random.Next(2_000),
            < 990 => 2_000 + random.Next(18_000),
            < 999 => 20_000 + random.Next(180_000),
            _ => 200_000 + random.Next(1_300_000),
        };

    /// <summary>One fragment again and again, two in turns, or one inside itself.</summary>
    private static string Repeated(Grammar grammar, Random random, int longest)
    {
        var text = new StringBuilder(grammar.Write("before", random, 500));
        var separator = random.Next(4) switch
        {
            0 => "\n",
            1 => "\n\n",
            2 => " ",
            _ => "",
        };
        // A repetition is long: what repetition does is not seen in a few dozen.
        var most = random.Next(20) == 0 ? Math.Max(longest, 100_000) : longest;
        if (random.Next(2) == 0)
        {
            var (open, close) = Pair(grammar.Write("pair", random, 200));
            var times = Times(random, most / (open.Length + close.Length + separator.Length + 1));
            for (var i = 0; i < times; i++)
                text.Append(open).Append(separator);
            text.Append(grammar.Write("piece", random, 200));
            // Open brackets without an end cost most.
            for (var i = random.Next(3) == 0 ? times : 0; i < times; i++)
                text.Append(separator).Append(close);
        }
        else
        {
            var (one, other) = (
                grammar.Write("piece", random, 200),
                random.Next(2) == 0 ? "" : grammar.Write("piece", random, 200)
            );
            var times = Times(random, most / (one.Length + other.Length + separator.Length + 1));
            for (var i = 0; i < times; i++)
                text.Append(one).Append(separator).Append(other);
        }
        return text.Append(grammar.Write("after", random, 500)).ToString();
    }

    private static (string Open, string Close) Pair(string pair) =>
        pair.IndexOf('…', StringComparison.Ordinal) is >= 0 and var at ? (pair[..at], pair[(at + 1)..]) : (pair, "");

    /// <summary>Every order of magnitude alike often.</summary>
    private static int Times(Random random, int most) =>
        Math.Clamp((int)Math.Pow(10, random.NextDouble() * 5), 1, Math.Clamp(most, 1, MostRepetitions));

    private static string Seed(IFuzzTarget target, Grammar grammar, Random random, int longest) =>
        random.Next(3) == 0 && Corpus.Of(target.Name) is { Count: > 0 } files
            ? Encoding.UTF8.GetString(files[random.Next(files.Count)].Content.Span)
            : grammar.Write("root", random, longest);

    private static string Mutated(string seed, Grammar grammar, Random random, int longest)
    {
        var text = new StringBuilder(seed);
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1 + random.Next(200)), text.Length - at);
            switch (random.Next(8))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Length = at;
                    break;
                case 2 when length > 0:
                    text.Insert(
                        at,
                        string.Concat(Enumerable.Repeat(text.ToString(at, length), Times(random, longest / length)))
                    );
                    break;
                case 3 when at < text.Length:
                    text[at] = (char)(text[at] ^ (1 << random.Next(8)));
                    break;
                case 4:
                    text.Insert(at, Odd[random.Next(Odd.Length)]);
                    break;
                case 5 when length > 0:
                    text.Insert(random.Next(text.Length + 1), text.ToString(at, length));
                    break;
                case 6:
                    text.Length = at;
                    text.Append(grammar.Write("root", random, longest));
                    break;
                default:
                    text.Insert(at, grammar.Write("piece", random, 500));
                    break;
            }
        }
        return text.ToString();
    }

    private static string Noise(Random random, int longest)
    {
        var text = new StringBuilder();
        for (var i = Math.Min(longest, 4_000); i > 0; i--)
        {
            if (random.Next(4) == 0)
                text.Append(Odd[random.Next(Odd.Length)]);
            else
                text.Append((char)(random.Next(10) == 0 ? random.Next(0x10000) : random.Next(0x80)));
        }
        return text.ToString();
    }

    private static byte[] Bytes(string text, Random random)
    {
        var bytes = random.Next(100) switch
        {
            0 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            1 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            2 => Encoding.Latin1.GetBytes(text),
            3 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
        if (bytes.Length > 0 && random.Next(50) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>The same on every machine and in every process, which System.HashCode is not.</summary>
    private static int HashCode(int seed, long number)
    {
        var mixed = unchecked(((ulong)seed * 0x9E3779B97F4A7C15) + ((ulong)number * 0xD1B54A32D192ED03));
        mixed = unchecked((mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9);
        return (int)(mixed >> 33);
    }
}
