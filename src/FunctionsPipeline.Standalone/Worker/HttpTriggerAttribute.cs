using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for an HTTP request.</summary>
/// <remarks>
/// Always state the level: without one the host demands a function key, although <see cref="AuthLevel"/> reads
/// <see cref="AuthorizationLevel.Anonymous"/>. That is how the real host treats it too.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    public HttpTriggerAttribute()
    {
    }

    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    public HttpTriggerAttribute(AuthorizationLevel authLevel) => (AuthLevel, LevelIsStated) = (authLevel, true);

    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
        => (AuthLevel, LevelIsStated, Methods) = (authLevel, true, methods);

    /// <summary>An ASP.NET route template below the route prefix. Null: the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>In any case. Null or empty: all.</summary>
    public string[]? Methods { get; }

    public AuthorizationLevel AuthLevel { get; }

    internal bool LevelIsStated { get; }

    internal AuthorizationLevel EffectiveLevel => LevelIsStated ? AuthLevel : AuthorizationLevel.Function;
}

/// <summary>What a caller must show.</summary>
public enum AuthorizationLevel
{
    /// <summary>Nothing.</summary>
    Anonymous = 0,

    /// <summary>Treated as <see cref="Function"/>.</summary>
    User = 1,

    /// <summary>The function's key, a host key or the master key.</summary>
    Function = 2,

    /// <summary>The system key or the master key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
