using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>Whether the keys of this machine's settings are those that the account was begun with.</summary>
internal sealed class KeysCheck(IServiceProvider services, IBlobStore store) : IDoctorCheck
{
    private const string Fix =
        "Take the keys from the app's settings: without them no subscriber is found and no link can be read.";

    public string Name => "keys";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var keys = services.GetRequiredService<SubscriberKeys>();
            return
            [
                await KeyCheck.LookAsync(store, keys, cancellationToken)
                    ? CheckResult.Ok("The keys are those that the account was begun with.")
                    : CheckResult.Skipped("The account has no subscribers yet, so that any keys would do."),
            ];
        }
        catch (Exception e) when (e is KeyMismatchException or InvalidOperationException)
        {
            return [CheckResult.Failed(e.Message, Fix)];
        }
    }
}
