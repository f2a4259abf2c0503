using System.Globalization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>Where the ledger lies in container <c>state</c>. The README of Newsletters draws the tree.</summary>
internal static class SendingPaths
{
    public static readonly BlobPath Status = At("sending/standing.json");
    public static readonly BlobPath CancelSlots = At("sending/slots.json");
    public static readonly BlobPath Agenda = At("sending/agenda.json");
    public static readonly BlobPath Pull = At("sending/suppression-pull.json");

    public static string Issues => "issue-index/";

    public static BlobPath Index(IssueId id) => At($"{Issues}{id}");

    public static BlobPath Issue(IssueId id) => At($"issues/{id}/issue.json");

    /// <summary>What the names of all planners' folders begin with.</summary>
    public static string Plans(IssueId id) => $"issues/{id}/plan-";

    public static string PlanFolder(IssueId id, int plan) =>
        $"{Plans(id)}{plan.ToString(CultureInfo.InvariantCulture)}/";

    public static BlobPath PlanStarted(IssueId id, int plan) => At(PlanFolder(id, plan) + "started.json");

    public static BlobPath Content(IssueId id, int plan) => At(PlanFolder(id, plan) + "content.json");

    /// <param name="first">The first request of the bundle.</param>
    public static BlobPath Recipients(IssueId id, int plan, int first) =>
        At($"{PlanFolder(id, plan)}{RequestId(first)}.json");

    public static BlobPath Manifest(IssueId id, int plan) => At(PlanFolder(id, plan) + "manifest.json");

    public static BlobPath Wave(IssueId id, int wave) =>
        At(string.Create(CultureInfo.InvariantCulture, $"issues/{id}/waves/{wave:00}.json"));

    public static string Requests(IssueId id) => $"issues/{id}/requests/";

    public static BlobPath Request(IssueId id, int request) => At($"{Requests(id)}{RequestId(request)}.json");

    public static string Outcomes(IssueId id) => $"issues/{id}/outcomes/";

    public static BlobPath Outcome(IssueId id, int request) => At($"{Outcomes(id)}{RequestId(request)}.json");

    /// <summary>Request 12 is <c>r00012</c>: orders as text, and events give it back.</summary>
    public static string RequestId(int request) => string.Create(CultureInfo.InvariantCulture, $"r{request:00000}");

    public static bool TryParseRequestId(ReadOnlySpan<char> text, out int request)
    {
        request = 0;
        return text.Length is >= 6 and <= 9
            && text[0] == 'r'
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out request)
            && request > 0;
    }

    public static BlobPath At(string name) => new(Containers.State, name);
}
