using FunctionsPipeline.Subscribers.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>Reads what a browser's form sent, within bounds that no honest form comes near.</summary>
internal static class FormReader
{
    /// <summary>Of a form, unless its page expects more.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostFields = 100;

    /// <summary>Of a form whose page expects more bytes: one for as many of them.</summary>
    private const int BytesOfField = 128;

    /// <summary>Reads the form.</summary>
    /// <returns>
    /// The status to answer instead (415 for anything but a form, 413 for a large one, 400 for a broken one), or 0.
    /// </returns>
    public static Task<(FormValues Form, int Refused)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    ) => ReadAsync(request, MostBytes, cancellationToken);

    /// <inheritdoc cref="ReadAsync(HttpRequest, CancellationToken)"/>
    public static async Task<(FormValues Form, int Refused)> ReadAsync(
        HttpRequest request,
        int mostBytes,
        CancellationToken cancellationToken
    )
    {
        if (!request.HasFormContentType)
            return (FormValues.Empty, StatusCodes.Status415UnsupportedMediaType);
        if (request.ContentLength > mostBytes)
            return (FormValues.Empty, StatusCodes.Status413PayloadTooLarge);
        var body = new BoundedStream(request.Body, mostBytes);
        request.Body = body;
        try
        {
            var reading = new FormFeature(
                request,
                new FormOptions
                {
                    ValueCountLimit = mostBytes <= MostBytes ? MostFields : mostBytes / BytesOfField,
                    KeyLengthLimit = 200,
                    ValueLengthLimit = mostBytes,
                    MultipartBodyLengthLimit = mostBytes,
                    MultipartHeadersLengthLimit = 4 * 1024,
                    MemoryBufferThreshold = mostBytes,
                }
            );
            // Every later reader of the form gets this one.
            request.HttpContext.Features.Set<IFormFeature>(reading);
            var form = await reading.ReadFormAsync(cancellationToken);
            return (
                new FormValues(
                    form.ToDictionary(
                        f => f.Key,
                        f => (IReadOnlyList<string>)[.. f.Value.OfType<string>()],
                        StringComparer.Ordinal
                    )
                ),
                0
            );
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return (
                FormValues.Empty,
                body.IsOver ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest
            );
        }
        catch (NotSupportedException)
        {
            // A charset that .NET knows and does not decode: UTF-7.
            return (FormValues.Empty, StatusCodes.Status415UnsupportedMediaType);
        }
    }

    /// <summary>What could be read of a form; one that cannot be read counts as empty.</summary>
    public static async Task<FormValues> ReadWhatCanBeReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    ) => (await ReadAsync(request, cancellationToken)).Form;
}
