using System.Text;
using System.Text.Json;
using FunctionsPipeline.SendGrid.Events;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>The body of SendGrid's event webhook: stored without addresses, then read from there.</summary>
internal sealed class WebhookTarget : IFuzzTarget
{
    /// <summary>The address that the grammar writes.</summary>
    private const string Address = "anna@example.org";

    public string Name => "webhook";

    public int Weight => 90;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        if (input.Length > SendGridEventWebhook.MaxBodyBytes)
            return FuzzAnswer.Refused;
        var reader = new SendGridEventReader();
        byte[] redacted;
        try
        {
            redacted = reader.Redact(input);
        }
        catch (JsonException)
        {
            // What its callers expect for a body that is none.
            return FuzzAnswer.Read;
        }
        var events = reader.Read(redacted);
        return new FuzzAnswer(
            false,
            () =>
                Encoding.UTF8.GetString(redacted).Contains(Address, StringComparison.OrdinalIgnoreCase)
                    ? "an address is stored"
                : events.Any(e => e.Detail?.Length > 60 || e.RecipientId?.Length > 200)
                    ? "an event has more than it may hold"
                : null
        );
    }
}
