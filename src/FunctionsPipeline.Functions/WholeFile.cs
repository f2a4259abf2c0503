using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FunctionsPipeline.Functions;

/// <summary>
/// A download that the caller can trust to be whole. The file is made first, in a buffer that moves to the machine's
/// temporary folder when it grows, and is sent with its length: a fault while it is made is answered with 503 and no
/// file, and a connection that breaks leaves a body shorter than <c>Content-Length</c>, which every HTTP client
/// reports.
/// </summary>
/// <remarks>
/// A file that is written straight into the answer looks whole when it breaks off: the Functions host ends it as if all was
/// well, with status 200. The temporary file is deleted when it is closed. It is not put into storage, where soft delete
/// would keep addresses for weeks.
/// </remarks>
internal sealed class WholeFile : IResult, IDisposable
{
    /// <summary>What does not fit goes to disk.</summary>
    private const int InMemory = 1024 * 1024;

    private readonly FileBufferingWriteStream _content;
    private readonly string _contentType;
    private readonly string _fileName;

    private WholeFile(FileBufferingWriteStream content, string contentType, string fileName) =>
        (_content, _contentType, _fileName) = (content, contentType, fileName);

    /// <summary>Makes the file.</summary>
    /// <param name="write">Writes all of it; called once.</param>
    /// <param name="fileName">What browsers save it as.</param>
    /// <returns>The file, or status 503 if storage failed while it was made.</returns>
    public static async Task<IResult> MakeAsync(Func<Stream, Task> write, string contentType, string fileName)
    {
        var content = new FileBufferingWriteStream(InMemory);
        try
        {
            await write(content);
            return new WholeFile(content, contentType, fileName);
        }
        catch (StorageException)
        {
            await content.DisposeAsync();
            return Results.Problem(
                "Storage did not answer while the file was made, so there is no file. Try again.",
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (_content)
        {
            var response = httpContext.Response;
            response.ContentType = _contentType;
            response.ContentLength = _content.Length;
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(_fileName);
            response.Headers.ContentDisposition = disposition.ToString();
            await _content.DrainBufferAsync(response.Body, httpContext.RequestAborted);
        }
    }

    public void Dispose() => _content.Dispose();
}
