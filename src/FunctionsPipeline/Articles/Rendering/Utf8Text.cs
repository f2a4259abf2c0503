using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>
/// A rendered text in the form in which it is stored: half the memory of a string, and nothing left to encode.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly struct Utf8Text : IEquatable<Utf8Text>
{
    private readonly byte[]? _bytes;

    private Utf8Text(byte[] bytes) => _bytes = bytes;

    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <param name="utf8">Well-formed; not changed afterwards.</param>
    internal static Utf8Text Of(byte[] utf8) => new(utf8);

    internal static Utf8Text Of(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return new Utf8Text(bytes);
    }

    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);

    public bool Equals(Utf8Text other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => obj is Utf8Text other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(Utf8Text left, Utf8Text right) => left.Equals(right);

    public static bool operator !=(Utf8Text left, Utf8Text right) => !left.Equals(right);

    public static implicit operator Utf8Text(string text) => Of(text.AsSpan());

    internal sealed class Converter : JsonConverter<Utf8Text>
    {
        public override Utf8Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader is { ValueIsEscaped: false, HasValueSequence: false, TokenType: JsonTokenType.String }
                ? new Utf8Text(reader.ValueSpan.ToArray())
                : reader.GetString() ?? "";

        public override void Write(Utf8JsonWriter writer, Utf8Text value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Bytes.Span);
    }
}
