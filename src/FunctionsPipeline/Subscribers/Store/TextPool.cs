using System.Text.Json;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>Holds each text that many records share once: newsletter ids, languages, topics, import ids.</summary>
internal sealed class TextPool
{
    private const int Most = 1024;
    private readonly List<(byte[] Utf8, string Text)> _recent = [];
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);

    public string Read(ref Utf8JsonReader json, string? onlyWithPrefix = null)
    {
        json.Read();
        return Take(ref json, onlyWithPrefix);
    }

    /// <summary>The current string token's text.</summary>
    public string Take(ref Utf8JsonReader json, string? onlyWithPrefix = null)
    {
        if (!json.ValueIsEscaped)
        {
            // Nearly always one of a handful.
            foreach (var (utf8, text) in _recent)
            {
                if (json.ValueSpan.SequenceEqual(utf8))
                    return text;
            }
        }
        var read = json.GetString()!;
        if (onlyWithPrefix is not null && !read.StartsWith(onlyWithPrefix, StringComparison.Ordinal))
            return read;
        if (_all.TryGetValue(read, out var held))
            return held;
        if (_all.Count < Most)
        {
            _all.Add(read);
            if (_recent.Count < 8)
                _recent.Add((json.ValueSpan.ToArray(), read));
        }
        return read;
    }
}
