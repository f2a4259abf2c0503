using FunctionsPipeline.LocalHost.Functions;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>What an HTTP trigger says of its address.</summary>
internal static class HttpRoute
{
    /// <summary>The function's name stands for a route that is not given.</summary>
    public static string Of(FunctionInfo function, string prefix)
    {
        var route = (function.Trigger.Text("route") ?? function.Name).TrimStart('/');
        return prefix.Length == 0 ? route : $"{prefix}/{route}".TrimEnd('/');
    }

    public static AuthorizationLevel LevelOf(FunctionInfo function) =>
        Enum.TryParse<AuthorizationLevel>(function.Trigger.Text("authLevel"), ignoreCase: true, out var level)
            ? level
            : AuthorizationLevel.Function;
}

/// <summary>Which key a caller must show.</summary>
internal enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}
