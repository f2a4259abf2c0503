using System.Text.Json;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>Steps over one line: from name to name, and from a name to its value.</summary>
internal static class ShardJson
{
    /// <summary>On to the next name of the object; false at its end.</summary>
    public static bool NextName(this ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>The name that the reader stands on; 0 if it is longer than a letter.</summary>
    public static byte Letter(this ref Utf8JsonReader json) => json.ValueSpan.Length == 1 ? json.ValueSpan[0] : (byte)0;

    public static string ReadText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString()!;
    }

    public static bool ReadFlag(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetBoolean();
    }

    public static int ReadNumber(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt32();
    }

    public static DateTimeOffset ReadTime(this ref Utf8JsonReader json)
    {
        json.Read();
        return DateTimeOffset.FromUnixTimeSeconds(json.GetInt64());
    }

    public static List<string> ReadTexts(this ref Utf8JsonReader json, TextPool? pool)
    {
        var all = new List<string>(1);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.String)
            all.Add(pool is null ? json.GetString()! : pool.Take(ref json));
        return all;
    }

    /// <returns>False: nothing of ours was read.</returns>
    public static bool PassOver(this ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
        return false;
    }
}
