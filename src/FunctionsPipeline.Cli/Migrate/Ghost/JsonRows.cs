using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Ghost;

/// <summary>
/// Reads the tables of an export row by row: objects in the arrays of <c>data</c>, wherever that stands. Only one row is in
/// memory at a time.
/// </summary>
internal sealed class JsonRows(ExportFile file)
{
    /// <summary>One row is a post with its texts.</summary>
    private const int MostRow = 512 * 1024 * 1024;

    private readonly List<string> _names = [];
    private readonly List<(string Table, JsonElement Row)> _found = [];
    private byte[] _buffer = new byte[128 * 1024];
    private int _length;
    private bool _isFinal;
    private JsonReaderState _state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
    private string? _property;
    private string? _table;

    /// <exception cref="MigrationException">The file ends early or is no JSON.</exception>
    public async IAsyncEnumerable<(string Table, JsonElement Row)> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var content = file.Open();
        await FillAsync(content, cancellationToken);
        if (_buffer.AsSpan(0, _length) is [0xef, 0xbb, 0xbf, ..])
            Drop(3);
        while (true)
        {
            Drop(Consume());
            foreach (var found in _found)
                yield return found;
            _found.Clear();
            if (_isFinal)
                yield break;
            await FillAsync(content, cancellationToken);
        }
    }

    private async Task FillAsync(Stream content, CancellationToken cancellationToken)
    {
        if (_length == _buffer.Length)
        {
            if (_buffer.Length >= MostRow)
                throw new MigrationException(
                    $"'{file.Path}' holds a post of more than {MostRow / (1024 * 1024)} MB. Remove it from the export."
                );
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        // The whole buffer: each time that a long row is not complete yet, it is read from its beginning again.
        var free = _buffer.AsMemory(_length);
        var read = await content.ReadAtLeastAsync(free, free.Length, throwOnEndOfStream: false, cancellationToken);
        _length += read;
        _isFinal = read < free.Length;
    }

    private void Drop(int bytes)
    {
        _buffer.AsSpan(bytes, _length - bytes).CopyTo(_buffer);
        _length -= bytes;
    }

    /// <returns>How many bytes were read.</returns>
    private int Consume()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isFinal, _state);
        try
        {
            while (true)
            {
                var before = reader;
                if (!reader.Read())
                    break;
                if (_table is not null && reader.TokenType == JsonTokenType.StartObject)
                {
                    if (!JsonDocument.TryParseValue(ref reader, out var row))
                    {
                        reader = before;
                        break;
                    }
                    _found.Add((_table, row.RootElement));
                    continue;
                }
                Follow(ref reader);
            }
        }
        catch (JsonException e)
        {
            var line = (e.LineNumber ?? 0) + 1;
            throw new MigrationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{file.Path}' ends early or is broken on line {line}. Download the export again."
                ),
                e
            );
        }
        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void Follow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _property = reader.GetString();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                if (reader.TokenType == JsonTokenType.StartArray && _names.Count > 0 && _names[^1] == "data")
                    _table = _property;
                _names.Add(_property ?? "");
                _property = null;
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _names.RemoveAt(_names.Count - 1);
                _table = null;
                break;
        }
    }
}
