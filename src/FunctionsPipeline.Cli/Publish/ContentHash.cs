using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>The hash that storage keeps of a blob: MD5, Base64.</summary>
internal static class ContentHash
{
    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "It is what storage has, and only tells whether files are equal; two that are not gain an attacker nothing."
    )]
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellationToken) =>
        Convert.ToBase64String(await MD5.HashDataAsync(content, cancellationToken));
}
