using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.LocalHost.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// The keys that callers show, from the settings. A setting may hold several, separated by commas, so that one can be
/// replaced while the other still works. In development no key is asked for.
/// </summary>
internal sealed class FunctionKeys(IConfiguration settings, bool isDevelopment)
{
    private const string Section = "LocalHost:Keys";

    private readonly List<byte[]> _master = Read(settings[$"{Section}:Master"]);
    private readonly List<byte[]> _host = Read(settings[$"{Section}:Host"]);
    private readonly List<byte[]> _system = Read(settings[$"{Section}:System"]);

    /// <summary>A function that no caller could ever reach is a mistake to report at the start.</summary>
    public void Check(string function, AuthorizationLevel level, Problems problems)
    {
        if (isDevelopment || level == AuthorizationLevel.Anonymous || KeysFor(function, level).Any())
            return;
        var setting = level switch
        {
            AuthorizationLevel.Admin => "LocalHost__Keys__Master",
            AuthorizationLevel.System => "LocalHost__Keys__System",
            _ => $"LocalHost__Keys__Host (for all functions) or LocalHost__Keys__Functions__{function}",
        };
        problems.Add(
            $"Function '{function}' asks for a key ({level}), but none is set. Set {setting}, or run in the Development environment."
        );
    }

    /// <param name="function">Empty for the host's own addresses.</param>
    public bool Allows(HttpRequest request, string function, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.Anonymous)
            return true;
        if (isDevelopment)
            return LocalCallersOnly.IsOwn(request);
        string? shown = request.Headers["x-functions-key"];
        shown ??= request.Query["code"];
        if (string.IsNullOrEmpty(shown))
            return false;

        // Hashes are of one length and every key is compared, so that the time taken says nothing about a key.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        var allowed = false;
        foreach (var key in KeysFor(function, level))
            allowed |= CryptographicOperations.FixedTimeEquals(key, hash);
        return allowed;
    }

    private IEnumerable<byte[]> KeysFor(string function, AuthorizationLevel level) =>
        level switch
        {
            AuthorizationLevel.Admin => _master,
            AuthorizationLevel.System => _master.Concat(_system),
            _ => _master.Concat(_host).Concat(Read(settings[$"{Section}:Functions:{function}"])),
        };

    private static List<byte[]> Read(string? keys) =>
        [
            .. (keys ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key))),
        ];
}
