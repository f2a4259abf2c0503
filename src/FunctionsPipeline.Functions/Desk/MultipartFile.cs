using FunctionsPipeline.Subscribers.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>
/// One file of a form and the fields before it. The file is read as it arrives, and never held in memory.
/// </summary>
/// <param name="Content">Ends with an error when it is larger than allowed.</param>
internal sealed record MultipartFile(FormValues Fields, string Name, Stream Content)
{
    private const int MostFields = 200;
    private const int MostFieldBytes = 16 * 1024;

    /// <summary>What separates the parts; null for a body that is no such form.</summary>
    public static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary
            ? boundary
            : null;

    /// <summary>Each file in turn, with the fields that came before it; at the end the fields without a file.</summary>
    public static async IAsyncEnumerable<MultipartFile> ReadAsync(
        HttpRequest request,
        string boundary,
        int mostBytes,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reader = new MultipartReader(boundary, request.Body);
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var count = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (
                !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { } field
            )
                continue;
            var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            if (file.HasValue)
            {
                // A browser sends a file without a name where none was chosen.
                if (HeaderUtilities.RemoveQuotes(file).Value is { Length: > 0 } name)
                    yield return new MultipartFile(ValuesOf(fields), name, new BoundedStream(section.Body, mostBytes));
                continue;
            }
            if (++count > MostFields)
                throw new InvalidDataException("The form has too many fields.");
            using var text = new StreamReader(new BoundedStream(section.Body, MostFieldBytes));
            if (!fields.TryGetValue(field, out var values))
                fields[field] = values = [];
            values.Add(await text.ReadToEndAsync(cancellationToken));
        }
        yield return new MultipartFile(ValuesOf(fields), "", Stream.Null);
    }

    private static FormValues ValuesOf(Dictionary<string, List<string>> fields) =>
        new(fields.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)[.. f.Value], StringComparer.Ordinal));
}
