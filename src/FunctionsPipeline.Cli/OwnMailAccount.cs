using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Cli;

/// <summary>
/// A key that is refused here may be another than the app's: it is said on this terminal, and neither stored nor mailed to
/// staff.
/// </summary>
internal sealed class OwnMailAccount : IMailAccountWatch
{
    public Task RefusedAsync(string call, string reason) => Task.CompletedTask;

    public Task WorkedAsync(string call) => Task.CompletedTask;
}
