using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Settings;

/// <summary>
/// Names this app's locks, records and status in storage. Stated by <c>AzureFunctionsWebHost__hostid</c>, or made of the
/// machine's name and the app's folder, as the real host does on a laptop.
/// </summary>
internal static class HostId
{
    private const int Longest = 32;

    public static string Read(IConfiguration settings, string appFolder, Problems problems)
    {
        if (settings["AzureFunctionsWebHost:hostid"] is not { } stated)
            return Derive(appFolder);
        if (
            stated.Length is 0 or > Longest
            || stated.StartsWith('-')
            || stated.EndsWith('-')
            || stated.Contains("--", StringComparison.Ordinal)
            || !stated.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        )
        {
            problems.Add(
                $"Setting AzureFunctionsWebHost__hostid is '{stated}', but must be 1 to {Longest} lower-case letters, digits and single hyphens."
            );
        }

        return stated;
    }

    private static string Derive(string appFolder)
    {
        var machine = string.Concat(Environment.MachineName.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appFolder)))[..10];
        return $"{machine[..Math.Min(machine.Length, Longest - 11)]}-{folder}".TrimStart('-');
    }
}
