using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Folders;

/// <summary>Work on a folder calls the rebuild when all is published; no message has to wake it.</summary>
internal sealed class NoQueue : IMessageQueue
{
    public Task SendAsync(string queue, string message, TimeSpan visibleAfter, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
