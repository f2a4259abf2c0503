using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>
/// Functions that a setting switches off: <c>AzureWebJobs.NAME.Disabled</c>, or with underscores for the dots.
/// </summary>
internal static class DisabledFunctions
{
    public static bool Contains(IConfiguration settings, string function) =>
        IsTrue(settings[$"AzureWebJobs.{function}.Disabled"]) || IsTrue(settings[$"AzureWebJobs_{function}_Disabled"]);

    private static bool IsTrue(string? text) => text is "1" || (bool.TryParse(text, out var flag) && flag);
}
