using System.Text;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Preferences;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers;

/// <summary>
/// A process that dies at any storage operation, before it took effect or right after, is followed by another that does
/// the same again. Every point of every change is tried, one after the other.
/// </summary>
public sealed class CrashTests
{
    private static readonly ImportRequest Paper = new()
    {
        Newsletters = ["news"],
        Basis = ConsentBasis.Express,
        ConsentedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public Task An_import() =>
        EveryPointAsync(
            async world =>
            {
                await world.SubscribeAsync("known@example.org");
                var left = await world.SubscribeAsync("left@example.org");
                await world
                    .Get<UnsubscribePage>()
                    .LeaveAsync(world.UnsubscribeToken(left.Id), FormValues.Empty, SubscriberWorld.Origin, default);
                const string csv =
                    "email,consent_evidence\na@example.org,form a\nb@example.org,form b\nA@example.org,again\nrubbish,x\nknown@example.org,k\nleft@example.org,l\n";
                return await world
                    .Get<Imports>()
                    .AcceptAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), Paper, default);
            },
            (world, id) => world.Get<ImportRunner>().RunAsync(id, null, default),
            async (world, id) =>
            {
                var progress = (await world.Get<Imports>().ProgressAsync(id, default))!;
                Assert.Equal(
                    (ImportState.Done, 2, 1, 3),
                    (progress.State, progress.Imported, progress.Unchanged, progress.Refused)
                );
                using var result = new MemoryStream();
                await world.Get<Imports>().WriteResultAsync(id, result, default);
                Assert.Equal(
                    ["4", "5", "7"],
                    Encoding
                        .UTF8.GetString(result.ToArray())
                        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                        .Skip(1)
                        .Select(l => l.Split(',')[0])
                );
                Assert.Equal(4, (await world.EverybodyAsync()).Count);
                Assert.Equal(2, (await world.CountsAsync()).Imported);
                foreach (var (address, proof) in new[] { ("a@example.org", "form a"), ("b@example.org", "form b") })
                {
                    var file = (await world.Get<EvidenceFiles>().OfAsync(EmailAddress.Parse(address), default))!;
                    Assert.Equal(proof, Assert.Single(file.ImportedRows).Statement);
                    Assert.Single(file.Imports);
                }
                Assert.Empty(await world.BlobsWithAsync("again"));
                Assert.Empty(await world.BlobsWithAsync("source.csv"));
            }
        );

    [Fact]
    public Task Joining() =>
        EveryPointAsync(
            world => Task.FromResult(0),
            (world, _) => world.JoinAsync("ann@example.org"),
            async (world, _) =>
            {
                var ann = Assert.Single(await world.EverybodyAsync());
                Assert.Equal(1, (await world.CountsAsync()).Joined);
                Assert.Contains(
                    await world.EvidenceAsync(ann.Id),
                    e => e.Kind == EvidenceKind.Requested && e.Request == Assert.Single(ann.Pending).Id
                );
                await world.Get<ConfirmPage>().ConfirmAsync(world.MailedToken(), SubscriberWorld.Origin, default);
                Assert.Equal(SubscriberStatus.Active, (await world.FindAsync("ann@example.org"))!.Status);
            }
        );

    [Fact]
    public Task Confirming() =>
        EveryPointAsync(
            async world =>
            {
                await world
                    .Get<ISuppression>()
                    .SuppressAsync("ann@example.org", SuppressionReason.Bounced, world.Time.GetUtcNow(), default);
                await world.JoinAsync("ann@example.org");
                return world.MailedToken();
            },
            (world, token) => world.Get<ConfirmPage>().ConfirmAsync(token, SubscriberWorld.Origin, default),
            async (world, _) =>
            {
                var ann = Assert.Single(await world.EverybodyAsync());
                Assert.Equal(SubscriberStatus.Active, ann.Status);
                Assert.Equal(1, (await world.CountsAsync()).Confirmed);
                Assert.Contains(await world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.Confirmed);
            }
        );

    [Fact]
    public Task Leaving() =>
        EveryPointAsync(
            world => world.SubscribeAsync("ann@example.org", "news", "offers"),
            (world, ann) =>
                world
                    .Get<UnsubscribePage>()
                    .LeaveAsync(world.UnsubscribeToken(ann.Id), FormValues.Empty, SubscriberWorld.Origin, default),
            async (world, ann) =>
            {
                var now = (await world.FindAsync("ann@example.org"))!;
                Assert.NotNull(now.To("news")!.Left);
                Assert.Null(now.To("offers")!.Left);
                Assert.Equal(1, (await world.CountsAsync()).Left);
                Assert.Contains(await world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.Left);
            }
        );

    [Fact]
    public Task Preferences() =>
        EveryPointAsync(
            world => world.SubscribeAsync("ann@example.org"),
            (world, ann) =>
                world
                    .Get<PreferencesPage>()
                    .ChangeAsync(
                        world.PreferencesToken(ann.Id),
                        SubscriberWorld.Form(("newsletter", "offers"), ("frequency", "Weekly"), ("language", "en")),
                        SubscriberWorld.Origin,
                        default
                    ),
            async (world, _) =>
            {
                var now = (await world.FindAsync("ann@example.org"))!;
                Assert.Equal((Frequency.Weekly, true), (now.Frequency, now.To("news")!.Left is not null));
                Assert.Equal(["offers"], Assert.Single(now.Pending).Newsletters);
                Assert.Equal(1, (await world.CountsAsync()).Left);
            }
        );

    [Fact]
    public Task A_bounce() =>
        EveryPointAsync(
            world => world.SubscribeAsync("ann@example.org"),
            (world, ann) =>
                world
                    .Get<ISuppression>()
                    .SuppressAsync(
                        ann.Id,
                        SuppressionReason.Bounced,
                        world.Time.GetUtcNow().AddHours(1),
                        null,
                        default
                    ),
            async (world, ann) =>
            {
                Assert.Equal(SubscriberStatus.Bounced, (await world.FindAsync("ann@example.org"))!.Status);
                Assert.Equal(1, (await world.CountsAsync()).Bounced);
                Assert.Contains(await world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.Bounced);
            }
        );

    [Fact]
    public Task Erasing() =>
        EveryPointAsync(
            world => world.SubscribeAsync("ann@example.org"),
            (world, ann) => world.Get<Erasure>().EraseAsync(ann.Id, default),
            async (world, ann) =>
            {
                Assert.Empty(await world.EverybodyAsync());
                Assert.Empty(await world.BlobsWithAsync("ann@example.org"));
                Assert.Empty(await world.BlobsWithAsync("192.0.2.7"));
                Assert.Empty(await world.BlobsWithAsync("\"todo\""));
                Assert.Contains(await world.EvidenceAsync(ann.Id), e => e.Kind == EvidenceKind.Erased);
            }
        );

    [Fact]
    public Task Housekeeping() =>
        EveryPointAsync(
            async world =>
            {
                await world.JoinAsync("stranger@example.org");
                var ann = await world.SubscribeAsync("ann@example.org");
                world.Time.Advance(TimeSpan.FromDays(8));
                return ann;
            },
            (world, _) => world.Get<SubscriberHousekeeping>().RunAsync(default),
            async (world, ann) =>
            {
                Assert.Equal(ann.Id, Assert.Single(await world.EverybodyAsync()).Id);
                // What a cut left of the stranger's evidence goes within the week.
                for (var day = 0; day < 8; day++)
                {
                    world.Time.Advance(TimeSpan.FromDays(1));
                    await world.Get<SubscriberHousekeeping>().RunAsync(default);
                }
                Assert.Empty(await world.BlobsWithAsync("stranger@example.org"));
                Assert.Equal(3, (await world.EvidenceAsync(ann.Id)).Count);
            },
            // Its 256 shards are alike: the points of interest are among those that hold a person, and at the end.
            step: 29
        );

    /// <summary>Kills the act at its first operation, then at its second, and so on, until it passes unharmed.</summary>
    private static async Task EveryPointAsync<T>(
        Func<SubscriberWorld, Task<T>> prepare,
        Func<SubscriberWorld, T, Task> act,
        Func<SubscriberWorld, T, Task> check,
        int step = 1
    )
    {
        foreach (var afterEffect in new[] { false, true })
        {
            for (var point = 1; ; point += step)
            {
                var world = new SubscriberWorld();
                var given = await prepare(world);
                var operations = 0;
                void Die(string name, BlobPath path)
                {
                    if (Interlocked.Increment(ref operations) >= point)
                        throw new PowerCutException();
                }
                if (afterEffect)
                    world.Blobs.After = Die;
                else
                    world.Blobs.Before = Die;
                var died = false;
                try
                {
                    await act(world, given);
                }
                catch (PowerCutException)
                {
                    died = true;
                }
                (world.Blobs.Before, world.Blobs.After) = (null, null);
                if (!died)
                {
                    Assert.True(point > 1, "The act never touched storage.");
                    break;
                }
                // Leases of the dead end by themselves.
                world.Time.Advance(TimeSpan.FromMinutes(2));
                var next = new SubscriberWorld(world.Blobs, world.Time);
                await act(next, given);
                await check(next, given);
            }
        }
    }

    private sealed class PowerCutException : Exception;
}
