using System.Globalization;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>Connection strings for Azurite.</summary>
public static class AzuriteConnection
{
    /// <summary>The short form: account <c>devstoreaccount1</c> on the default ports.</summary>
    public const string Development = "UseDevelopmentStorage=true";

    public const string DefaultAccount = "devstoreaccount1";

    /// <summary>The key that Azurite's documentation publishes; it protects nothing.</summary>
    public const string PublishedKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Whether a connection string asks for the development storage on its default ports.</summary>
    public static bool IsDevelopment(string? connectionString) =>
        connectionString is not null
        && string.Equals(
            connectionString.Trim().TrimEnd(';').Replace(" ", "", StringComparison.Ordinal),
            Development,
            StringComparison.OrdinalIgnoreCase
        );

    /// <summary>The connection string of an account at these ports of this machine.</summary>
    public static string For(int blobPort, int queuePort, string account = DefaultAccount) =>
        account == DefaultAccount
        && blobPort == AzuriteOptions.DefaultBlobPort
        && queuePort == AzuriteOptions.DefaultQueuePort
            ? Development
            : string.Create(
                CultureInfo.InvariantCulture,
                $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={PublishedKey};BlobEndpoint=http://127.0.0.1:{blobPort}/{account};QueueEndpoint=http://127.0.0.1:{queuePort}/{account};"
            );
}
