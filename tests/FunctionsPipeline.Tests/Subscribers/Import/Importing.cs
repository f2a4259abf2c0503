using System.Text;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>Imports a list from beginning to end.</summary>
internal static class Importing
{
    public static readonly ImportRequest Express = new()
    {
        FileName = "list.csv",
        Newsletters = ["news"],
        Basis = ConsentBasis.Express,
        ConsentedAt = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
        Statement = "Paper forms at the front desk, folder 12",
    };

    public static Task<(ImportProgress Progress, string Result)> ImportAsync(
        this SubscriberWorld world,
        string csv,
        ImportRequest? request = null
    ) => world.ImportAsync(Encoding.UTF8.GetBytes(csv), request);

    public static async Task<(ImportProgress Progress, string Result)> ImportAsync(
        this SubscriberWorld world,
        byte[] csv,
        ImportRequest? request = null
    )
    {
        var id = await world.Get<Imports>().AcceptAsync(new MemoryStream(csv), request ?? Express, default);
        var progress = (await world.Get<ImportRunner>().RunAsync(id, null, default))!;
        using var result = new MemoryStream();
        await world.Get<Imports>().WriteResultAsync(id, result, default);
        return (progress, Encoding.UTF8.GetString(result.ToArray()).TrimStart('\ufeff'));
    }

    public static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));
}
