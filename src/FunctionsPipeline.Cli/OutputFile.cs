namespace FunctionsPipeline.Cli;

/// <summary>
/// Writes a file under its own name only once it is whole: what breaks off leaves nothing that looks complete.
/// </summary>
internal static class OutputFile
{
    /// <param name="file">Overwritten if it exists; kept as it was if <paramref name="write"/> fails.</param>
    public static async Task WriteAsync(FileInfo file, Func<Stream, Task> write)
    {
        var unfinished = new FileInfo(file.FullName + ".unfinished");
        try
        {
            await using (var output = unfinished.Create())
                await write(output);
            unfinished.MoveTo(file.FullName, overwrite: true);
        }
        catch
        {
            File.Delete(file.FullName + ".unfinished");
            throw;
        }
    }
}
