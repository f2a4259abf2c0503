using System.Text;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>Tokens of links, for each purpose. One that opens is exactly what signing its payload gives.</summary>
internal sealed class TokenTarget : IFuzzTarget
{
    private readonly LinkSigner _signer = new(SubscriberKeys.Development);

    public string Name => "token";

    public int Weight => 40;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        var token = Encoding.UTF8.GetString(input.Span);
        var opened = Enum.GetValues<LinkPurpose>().Select(p => (Purpose: p, Token: _signer.Open(p, token))).ToList();
        return new FuzzAnswer(
            false,
            () =>
            {
                var open = opened.Where(o => o.Token is not null).ToList();
                return open.Count > 1 ? "a token opens for two purposes"
                    : open.Exists(o => _signer.Sign(o.Purpose, o.Token!.Payload) != token)
                        ? "a token opens that was not signed"
                    : null;
            }
        );
    }
}
