namespace FunctionsPipeline.Site;

/// <summary>Files that ship inside the assembly.</summary>
internal static class Embedded
{
    public static string Text(string name)
    {
        using var stream =
            typeof(Embedded).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
