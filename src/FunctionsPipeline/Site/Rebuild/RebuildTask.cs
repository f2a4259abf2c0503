using FunctionsPipeline.Housekeeping;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Tells what a lost message or a dead instance has left untold, and notices a new look or new settings.</summary>
internal sealed class RebuildTask(SiteRebuild rebuild) : IHousekeepingTask
{
    public string Name => "rebuild-site";

    public Task RunAsync(CancellationToken cancellationToken) => rebuild.RunAsync(cancellationToken);
}
