using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Standalone.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Standalone.Http;

/// <summary>
/// The keys that callers of HTTP functions show, from the settings. A setting may hold several, separated by commas, so
/// that one can be replaced while the other still works. In development nothing is asked for.
/// </summary>
internal sealed class FunctionKeys(IConfiguration settings, bool isDevelopment)
{
    public const string Section = "Standalone:Keys";

    private readonly List<byte[]> _master = Read(settings[$"{Section}:Master"]);
    private readonly List<byte[]> _host = Read(settings[$"{Section}:Host"]);
    private readonly List<byte[]> _system = Read(settings[$"{Section}:System"]);

    /// <summary>A function that nobody could ever call is a mistake to tell at the start.</summary>
    public void Check(string functionName, AuthorizationLevel level, Problems problems)
    {
        if (isDevelopment || level == AuthorizationLevel.Anonymous || KeysFor(functionName, level).Any())
            return;
        var setting = level switch
        {
            AuthorizationLevel.Admin => "Standalone__Keys__Master",
            AuthorizationLevel.System => "Standalone__Keys__System",
            _ => $"Standalone__Keys__Host (for all functions) or Standalone__Keys__Functions__{functionName}",
        };
        problems.Add($"Function '{functionName}' asks for a key ({level}), but none is set. Set {setting}, or run in the Development environment.");
    }

    public bool Allows(HttpRequest request, string functionName, AuthorizationLevel level)
    {
        if (isDevelopment || level == AuthorizationLevel.Anonymous)
            return true;
        string? shown = request.Headers["x-functions-key"];
        shown ??= request.Query["code"];
        if (string.IsNullOrEmpty(shown))
            return false;

        // Hashes are of one length and every key is compared, so that the time taken tells nothing.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        var allowed = false;
        foreach (var key in KeysFor(functionName, level))
            allowed |= CryptographicOperations.FixedTimeEquals(key, hash);
        return allowed;
    }

    private IEnumerable<byte[]> KeysFor(string functionName, AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Admin => _master,
        AuthorizationLevel.System => _master.Concat(_system),
        _ => _master.Concat(_host).Concat(Read(settings[$"{Section}:Functions:{functionName}"])),
    };

    private static List<byte[]> Read(string? keys) =>
    [
        .. (keys ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key))),
    ];
}
