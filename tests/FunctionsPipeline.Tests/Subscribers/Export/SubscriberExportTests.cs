using System.Text;
using FunctionsPipeline.Subscribers.Export;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Tests.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Export;

public sealed class SubscriberExportTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task What_is_exported_can_be_imported_and_executes_nowhere()
    {
        await _world.ImportAsync("email,name\n=cmd@example.org,Ann\n\"o'neil@example.org\",\"Smith, Jo \"\"J\"\"\"\n");
        var ann = await _world.SubscribeAsync("+plus@example.org");
        await _world
            .Get<UnsubscribePage>()
            .LeaveAsync(
                _world.UnsubscribeToken((await _world.SubscribeAsync("gone@example.org")).Id),
                FormValues.Empty,
                SubscriberWorld.Origin,
                default
            );

        using var exported = new MemoryStream();
        await _world.Get<SubscriberExport>().WriteAsync(null, exported, default);

        var csv = Encoding.UTF8.GetString(exported.ToArray());
        Assert.StartsWith("\ufeffid,email,name", csv);
        Assert.Contains("'=cmd@example.org", csv);
        Assert.Contains("'+plus@example.org", csv);
        Assert.Contains("\"Smith, Jo \"\"J\"\"\"", csv);
        Assert.DoesNotMatch("(^|[,\n])[=+@-]", csv[(csv.IndexOf('\n') + 1)..].Replace("\r\n", "\n"));
        var other = new SubscriberWorld(null, _world.Time);
        var imports = other.Get<Imports>();
        var id = await imports.AcceptAsync(
            new MemoryStream(exported.ToArray()),
            Importing.Express with
            {
                Basis = null,
                ConsentedAt = null,
            },
            default
        );
        var progress = (await other.Get<ImportRunner>().RunAsync(id, null, default))!;
        Assert.Equal((3, 1), (progress.Imported, progress.Refused));
        Assert.Equal("Smith, Jo \"J\"", (await other.FindAsync("o'neil@example.org"))!.Name);
        Assert.NotNull(await other.FindAsync("=cmd@example.org"));
        Assert.Equal(
            ann.Subscriptions[0].ConsentedAt,
            (await other.FindAsync("+plus@example.org"))!.Subscriptions[0].ConsentedAt
        );
        using var list = new MemoryStream();
        await _world.Get<SubscriberExport>().WriteAsync("offers", list, default);
        Assert.Equal(1, Encoding.UTF8.GetString(list.ToArray()).Count(c => c == '\n'));
    }
}
