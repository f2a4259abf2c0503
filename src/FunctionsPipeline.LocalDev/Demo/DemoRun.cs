namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// Shows the whole circle from outside, as its users meet it: files dropped into storage, a form, mails, pages. Reads
/// what the app stores by the domain's own types.
/// </summary>
public sealed class DemoRun(DemoStage stage, TextWriter output)
{
    private readonly DemoConsole _console = new(output);

    /// <returns>True only if everything came out as expected.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _console.Show(await DroppedFiles.PlayAsync(stage, cancellationToken));
            _console.Heading(
                $"{DemoPerson.All.Count} people fill in the form, and {DemoPerson.All.Count(p => p.Confirms)} confirm by the link that they are mailed"
            );
            await SignUps.PlayAsync(stage, cancellationToken);
            _console.Heading("An issue goes out (the clock is moved)");
            var issue = await SentIssue.PlayAsync(stage, _console.Show, cancellationToken);
            var aftermath = await Aftermath.PlayAsync(stage, issue, cancellationToken);
            stage.CatchUp();
            _console.Show(DemoPerson.All);
            _console.Show(aftermath);
            _console.ShowLinks(stage, issue);
            _console.Verdict(null);
            return true;
        }
        catch (Exception e) when (e is DemoException or HttpRequestException or Azure.RequestFailedException)
        {
            _console.Verdict(e.Message);
            return false;
        }
    }
}
