using System.Text;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Subscribers;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>
/// What a form sends, as the functions read it. The input's first line is the content type, the rest is the body.
/// </summary>
internal sealed class FormTarget : IFuzzTarget
{
    public string Name => "form";

    public int Weight => 80;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input) => RunAsync(input).GetAwaiter().GetResult();

    private static async Task<FuzzAnswer> RunAsync(ReadOnlyMemory<byte> input)
    {
        var end = input.Span.IndexOf((byte)'\n');
        var type = Encoding.Latin1.GetString(input.Span[..Math.Max(0, end)]);
        var request = new DefaultHttpContext().Request;
        // Kestrel lets no other characters in.
        request.ContentType = string.Concat(type.Where(c => c is >= ' ' and <= '~'));
        request.Body = new MemoryStream(input[(end + 1)..].ToArray());
        var (form, refused) = await FormReader.ReadAsync(request, CancellationToken.None);
        if (refused is not 0)
            return refused is 400 or 413 or 415
                ? FuzzAnswer.Refused
                : new FuzzAnswer(false, () => $"answered with {refused}");
        var email = EmailAddress.TryParse(form.One("email"), out var address, out _) ? address.Value : null;
        var name = PersonName.TryParse(form.One("name"), out var person) ? person : null;
        return new FuzzAnswer(
            false,
            () => ((email ?? "") + name).Any(char.IsControl) ? "an address or a name has a control character" : null
        );
    }
}
