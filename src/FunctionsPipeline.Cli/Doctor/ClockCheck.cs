using System.Globalization;
using FunctionsPipeline.AzureStorage;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>This machine's clock beside storage's: links, send times and signatures depend on it.</summary>
internal sealed class ClockCheck(StorageClients clients, TimeProvider time) : IDoctorCheck
{
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(1);

    public string Name => "clock";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        var answer = await clients
            .Blobs.GetBlobContainerClient(Storage.Containers.Articles)
            .GetBlobClient("doctor/never-written")
            .ExistsAsync(cancellationToken);
        var after = time.GetUtcNow();
        if (answer.GetRawResponse().Headers.Date is not { } theirs)
            return [CheckResult.Skipped("Storage did not say what time it is.")];
        // Storage answers in whole seconds, somewhere between the two moments.
        var ahead = before - theirs.AddSeconds(1);
        var behind = theirs - after;
        var apart = ahead > behind ? ahead : behind;
        if (apart <= Allowed)
            return [CheckResult.Ok("This machine's clock and storage's agree.")];
        return
        [
            CheckResult.Failed(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"This machine's clock is {apart.TotalMinutes:N0} minutes {(ahead > behind ? "ahead of" : "behind")} storage's."
                ),
                "Let it be set by a time server (NTP)."
            ),
        ];
    }
}
