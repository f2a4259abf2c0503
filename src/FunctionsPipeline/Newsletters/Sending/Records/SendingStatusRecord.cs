using System.Text.Json.Serialization;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>What concerns all sending at once, as stored in <c>sending/standing.json</c>.</summary>
internal sealed record SendingStatusRecord : Revised
{
    /// <summary>The storage account that this ledger was written in.</summary>
    public required string Identity { get; init; }

    public required DateTimeOffset LastTick { get; init; }

    /// <summary>Null while mail may go out.</summary>
    [JsonPropertyName("fence")]
    public HaltRecord? Halt { get; init; }

    /// <summary>
    /// The provider asked to be left alone until then (429), or repeating at once would fail the same way.
    /// </summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>What the provider refuses the account now.</summary>
    public IReadOnlyList<ProviderRefusal> Refusals { get; init; } = [];

    public DateTimeOffset? AdoptedAt { get; init; }

    /// <summary>When a person adopted it as what may be a copy; null if that was never needed.</summary>
    public DateTimeOffset? CopyAdoptedAt { get; init; }

    public string? AdoptedBy { get; init; }

    /// <summary>
    /// How many departures that person named; 0 if they said that there are none to name; null if it was not asked.
    /// </summary>
    public int? DeparturesReplayed { get; init; }
}
