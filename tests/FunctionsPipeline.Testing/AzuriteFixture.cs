using System.Collections.Concurrent;
using FunctionsPipeline.LocalDev.Azurite;

namespace FunctionsPipeline.Testing;

/// <summary>
/// Storage accounts for tests, on one Azurite per test process: started when the first account is asked for, in memory,
/// on free ports, and gone with the process. Container and queue names are fixed in the product, so a test that needs a
/// world of its own takes an account of its own; that costs nothing.
/// </summary>
public static class AzuriteFixture
{
    /// <summary>
    /// Accounts are told to Azurite at its start, in one environment variable, which Windows limits to 32 KB.
    /// </summary>
    private const int AccountsPerServer = 200;

    private static readonly ConcurrentDictionary<int, Lazy<Task<AzuriteServer>>> Servers = new();
    private static int _taken = -1;

    /// <summary>The connection string of a storage account that is empty and that no one else has.</summary>
    public static async Task<string> NewAccountAsync()
    {
        var number = Interlocked.Increment(ref _taken);
        var server = await Servers.GetOrAdd(number / AccountsPerServer, static _ => new(StartAsync)).Value;
        return server.ConnectionStringFor(AccountName(number % AccountsPerServer));
    }

    private static Task<AzuriteServer> StartAsync() =>
        AzuriteServer.StartAsync(
            AzuriteOptions.Throwaway with
            {
                FurtherAccounts = [.. Enumerable.Range(0, AccountsPerServer).Select(AccountName)],
            },
            logger: null,
            CancellationToken.None
        );

    private static string AccountName(int number) => $"test{number:d4}";
}
