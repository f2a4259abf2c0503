using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>Reads the keys from app settings.</summary>
/// <remarks>
/// <c>Links__SigningKeys</c>: <c>id:base64</c> or <c>id:base64:retired</c>, separated by ';', newest first, 32 bytes or
/// more.
/// <c>Subscribers__ShardKey</c>: 32 bytes in base64.
/// <c>Subscribers__SuppressionKeys</c>: <c>id:base64</c>, separated by ';', newest first; only ever added to.
/// </remarks>
public static class SubscriberKeysReader
{
    private const int KeyBytes = 32;
    private static readonly string[] Settings =
    [
        "Links:SigningKeys",
        "Subscribers:ShardKey",
        "Subscribers:SuppressionKeys",
    ];

    /// <summary>Reads them.</summary>
    /// <param name="development">True: missing settings are replaced by well-known keys.</param>
    /// <param name="problems">Everything that is wrong, naming settings and never their values; empty if nothing is.</param>
    /// <returns>Null if there are problems.</returns>
    public static SubscriberKeys? Read(
        IConfiguration configuration,
        bool development,
        out IReadOnlyList<string> problems
    )
    {
        var found = new List<string>();
        problems = found;
        var signing =
            ReadList(
                configuration,
                "Links:SigningKeys",
                development,
                found,
                (id, key, retired) => new SigningKey(id, key, retired)
            ) ?? SubscriberKeys.Development.Signing;
        var suppression = ReadList(
            configuration,
            "Subscribers:SuppressionKeys",
            development,
            found,
            (id, key, _) => new NamedKey(id, key)
        );
        var shard = ReadShardKey(configuration, development, found);
        if (found.Count == 0 && signing.All(k => k.Retired))
            found.Add("Links__SigningKeys holds retired keys only: put a new one first.");
        return found.Count == 0
            ? new SubscriberKeys(signing, shard, suppression ?? SubscriberKeys.Development.Suppression)
            : null;
    }

    /// <summary>True if a setting is missing, so that development takes the well-known key.</summary>
    public static bool AnyMissing(IConfiguration configuration) =>
        Settings.Any(name => string.IsNullOrWhiteSpace(configuration[name]));

    private static byte[] ReadShardKey(IConfiguration configuration, bool development, List<string> problems)
    {
        var text = configuration["Subscribers:ShardKey"];
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!development)
                problems.Add("Subscribers__ShardKey is missing: 32 random bytes in base64, the same for ever.");
            return SubscriberKeys.Development.ShardKey;
        }
        if (TryKey(text, out var key) && key.Length == KeyBytes)
            return key;
        problems.Add("Subscribers__ShardKey is not 32 bytes in base64.");
        return [];
    }

    private static List<T>? ReadList<T>(
        IConfiguration configuration,
        string setting,
        bool development,
        List<string> problems,
        Func<string, byte[], bool, T> make
    )
    {
        var name = setting.Replace(":", "__", StringComparison.Ordinal);
        var text = configuration[setting];
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!development)
                problems.Add($"{name} is missing: id:base64 with 32 random bytes, several separated by ';'.");
            return null;
        }
        var keys = new List<T>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var (index, entry) in text.Split(
                    ';',
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Index()
        )
        {
            var parts = entry.Split(':');
            var retired = parts.Length == 3 && parts[2] == "retired";
            if (
                parts.Length is not (2 or 3)
                || (parts.Length == 3 && !retired)
                || parts[0].Length is 0 or > 16
                || !parts[0].All(char.IsAsciiLetterOrDigit)
                || !TryKey(parts[1], out var key)
                || key.Length < KeyBytes
            )
                problems.Add(
                    $"{name}, entry {index + 1}: not id:base64 with an id of 1 to 16 letters and digits and a key of at least 32 bytes."
                );
            else if (!ids.Add(parts[0]))
                problems.Add($"{name}, entry {index + 1}: its id stands there twice.");
            else
                keys.Add(make(parts[0], key, retired));
        }
        return keys;
    }

    private static bool TryKey(string text, out byte[] key)
    {
        key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length))
            return false;
        key = key[..length];
        return true;
    }
}
