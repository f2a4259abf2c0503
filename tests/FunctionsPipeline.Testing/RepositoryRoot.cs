namespace FunctionsPipeline.Testing;

/// <summary>The folder of the checkout that the tests were built from.</summary>
public static class RepositoryRoot
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FunctionsPipeline.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("FunctionsPipeline.sln is not above the tests' folder.");
    }
}
