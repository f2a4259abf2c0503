using System.Text.RegularExpressions;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Tests.Newsletters.Staff;

/// <summary>An issue that is planned, and the mail about it to staff.</summary>
public abstract partial class PlannedIssue : IDisposable
{
    protected static readonly DateTimeOffset Slot = SampleIssue.Due;

    protected Newsroom Room { get; } = new();

    public void Dispose()
    {
        Room.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task<IssueRecord> PlanAsync()
    {
        await Room.TickAsync();
        await Room.PublishAsync("sleep", change: e => e with { Title = "About sleep & rest" });
        await Room.TickAtAsync(Slot.AddMinutes(-45));
        return Assert.Single(Room.Sending.Issues);
    }

    protected async Task<MailMessage> PreviewAsync()
    {
        await Room.Notices.PlannedAsync(await PlanAsync(), CancellationToken.None);
        return Assert.Single(Room.Mail.Sent);
    }

    protected static string Token(string text, string page) =>
        LinkPattern().Matches(text).First(m => m.Groups["page"].Value == page).Groups["token"].Value;

    [GeneratedRegex("https://app\\.clinic\\.example/api/(?<page>[a-z-]+)/(?<token>[A-Za-z0-9_-]+)")]
    private static partial Regex LinkPattern();
}
