using System.Text.Json;
using Json.Schema;

namespace FunctionsPipeline.SendGrid.Tests.Bodies;

/// <summary>
/// An independent judge of what is posted to <c>/v3/mail/send</c>: JsonSchema.Net with a schema of our own.
/// </summary>
internal static class MailSendSchema
{
    private static readonly JsonSchema Schema = Read();

    /// <summary>What is wrong with a body, each as <c>place: why</c>; empty if nothing is.</summary>
    public static IReadOnlyList<string> Judge(JsonElement body)
    {
        var results = Schema.Evaluate(body, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (results.IsValid)
            return [];
        var errors = (results.Details ?? [])
            .SelectMany(d => (d.Errors ?? []).Values.Select(why => $"{d.InstanceLocation}: {why}"))
            .ToList();
        return errors.Count > 0 ? errors : ["refused without a reason"];
    }

    public static void AssertFits(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        Assert.Empty(Judge(document.RootElement));
    }

    private static JsonSchema Read()
    {
        using var resource = typeof(MailSendSchema).Assembly.GetManifestResourceStream("mail-send.schema.json")!;
        using var reader = new StreamReader(resource);
        return JsonSchema.FromText(reader.ReadToEnd());
    }
}
