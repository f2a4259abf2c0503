using FunctionsPipeline.Subscribers.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>Reads what a browser's form sent, within bounds that no honest form comes near.</summary>
internal static class FormReader
{
    private const int MostBytes = 64 * 1024;
    private const int MostFields = 100;

    /// <summary>Reads the form.</summary>
    /// <returns>
    /// The status to answer instead (415 for anything but a form, 413 for a large one, 400 for a broken one), or 0.
    /// </returns>
    public static async Task<(FormValues Form, int Refused)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return (FormValues.Empty, StatusCodes.Status415UnsupportedMediaType);
        if (request.ContentLength > MostBytes)
            return (FormValues.Empty, StatusCodes.Status413PayloadTooLarge);
        var body = new BoundedStream(request.Body, MostBytes);
        request.Body = body;
        try
        {
            var form = await new FormFeature(request, new FormOptions
            {
                ValueCountLimit = MostFields,
                KeyLengthLimit = 200,
                ValueLengthLimit = MostBytes,
                MultipartBodyLengthLimit = MostBytes,
                MultipartHeadersLengthLimit = 4 * 1024,
                MemoryBufferThreshold = MostBytes,
            }).ReadFormAsync(cancellationToken);
            return (new FormValues(form.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)[.. f.Value.OfType<string>()], StringComparer.Ordinal)), 0);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return (FormValues.Empty, body.IsOver ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>What could be read of a form; whatever is wrong with it counts as an empty one.</summary>
    public static async Task<FormValues> ReadWhatCanBeReadAsync(HttpRequest request, CancellationToken cancellationToken)
        => (await ReadAsync(request, cancellationToken)).Form;

    /// <summary>Ends with an error after so many bytes, whatever the headers promised.</summary>
    private sealed class BoundedStream(Stream inner, int most) : Stream
    {
        private int _read;

        public bool IsOver => _read > most;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read)
        {
            _read += read;
            return IsOver ? throw new IOException("The form is too large.") : read;
        }
    }
}
