using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Welcome;

/// <summary>
/// A process that dies at any storage operation, before it took effect or right after, or in the call to the provider, is
/// followed by others. Every point of the way from the button to the last step is tried, one after the other.
/// </summary>
public sealed class WelcomeCrashTests
{
    private const string Ann = "ann@example.org";
    private const string Bob = "bob@example.org";

    /// <summary>More than the way has; a test says so.</summary>
    private const int MostPoints = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task At_each_storage_operation_no_one_gets_a_step_twice_and_no_one_is_lost(bool afterEffect)
    {
        var points = 0;
        for (var point = 1; point < MostPoints; point++)
        {
            var world = await StartAsync();
            var died = false;
            var operations = 0;
            void Die(string name, BlobPath path)
            {
                if (Interlocked.Increment(ref operations) < point)
                    return;
                died = true;
                throw new PowerCutException();
            }
            if (afterEffect)
                world.Blobs.After = Die;
            else
                world.Blobs.Before = Die;
            await Record.ExceptionAsync(() => LiveAsync(world));
            (world.Blobs.Before, world.Blobs.After) = (null, null);
            points = point;
            if (!died)
                break;
            await JudgeAsync(world.Next(), $"point {point}");
        }
        Assert.InRange(points, 60, MostPoints - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_the_call_it_is_uncertain_and_never_sent_again(bool taken)
    {
        var world = await StartAsync();
        await world.People.ConfirmAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        void Die(BulkRequest request)
        {
            world.Blobs.Before = (_, _) => throw new PowerCutException();
            throw new PowerCutException();
        }
        if (taken)
            world.Provider.After = Die;
        else
            world.Provider.Answer = request =>
            {
                Die(request);
                return null!;
            };
        await Record.ExceptionAsync(world.TickAsync);
        (world.Blobs.Before, world.Provider.After, world.Provider.Answer) = (null, null, null);

        var next = world.Next();
        await next.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));

        Assert.Equal(taken ? 1 : 0, next.MailOf(Ann).Count(s => s == "About hello.md"));
        Assert.Single(next.MailOf(Ann), s => s == "About also.md");
        Assert.Equal(1, (await next.AccountAsync("hello.md")).Uncertain);
        await next.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(4));
        Assert.Equal("About exercises.md", next.MailOf(Ann)[^1]);
    }

    [Fact]
    public async Task Two_processes_at_once_send_one_mail()
    {
        for (var run = 0; run < 20; run++)
        {
            var world = await StartAsync();
            await world.People.ConfirmAsync();
            world.Time.Advance(TimeSpan.FromMinutes(1));
            var other = world.Next();

            await Task.WhenAll(world.TickAsync(), other.TickAsync(), world.TickAsync());
            await other.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));

            Assert.Equal(["About hello.md", "About also.md"], world.MailOf(Ann));
            Assert.Equal(
                (2, 0),
                ((await world.AccountAsync("hello.md")).Sent, (await world.AccountAsync("hello.md")).Uncertain)
            );
        }
    }

    [Fact]
    public async Task A_process_that_is_frozen_after_its_claim_sends_nothing_when_it_wakes()
    {
        var world = await StartAsync();
        await world.People.ConfirmAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var next = world.Next();
        var froze = false;
        world.Blobs.After = (name, path) =>
        {
            if (
                froze
                || name != nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("welcome/people/", StringComparison.Ordinal)
                || !IsClaimed(world)
            )
                return;
            froze = true;
            // Others find the claim, wait for its end, and decide.
            next.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
        };

        await world.TickAsync();
        world.Blobs.After = null;
        await next.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));

        Assert.True(froze);
        Assert.DoesNotContain("About hello.md", world.MailOf(Ann));
        Assert.Equal(1, (await next.AccountAsync("hello.md")).Uncertain);
    }

    private static bool IsClaimed(WelcomeWorld world)
    {
        var text = "";
        foreach (var name in world.NamesAsync("welcome/people/").GetAwaiter().GetResult())
            text += System.Text.Encoding.UTF8.GetString(
                world
                    .Blobs.ReadAsync(new BlobPath(Containers.State, name), default)
                    .GetAwaiter()
                    .GetResult()!
                    .Content.Span
            );
        return text.Contains("\"sending\"", StringComparison.Ordinal);
    }

    /// <summary>Bob had the first step; Ann is about to press the button.</summary>
    private static async Task<WelcomeWorld> StartAsync()
    {
        var world = await WelcomeWorld.StartAsync(
            new("hello.md", TimeSpan.Zero),
            new("also.md", TimeSpan.Zero),
            new("exercises.md", TimeSpan.FromDays(2))
        );
        await world.WelcomeAsync(Bob);
        await world.People.JoinAsync(Ann);
        world.Asked = world.People.MailedToken();
        return world;
    }

    private static async Task LiveAsync(WelcomeWorld world)
    {
        await world.People.ConfirmAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.TickAsync();
        await world.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromHours(12));
    }

    private static async Task JudgeAsync(WelcomeWorld world, string where)
    {
        // The person presses again where they were not told that it worked.
        await world.People.ConfirmAsync(world.Asked);
        await world.PassAsync(TimeSpan.FromDays(4), TimeSpan.FromHours(2));
        var account = await world.AccountAsync();
        foreach (var address in new[] { Ann, Bob })
        {
            var mail = world.MailOf(address);
            Assert.True(mail.Distinct().Count() == mail.Count, $"{where}: {address} got {string.Join(", ", mail)}");
        }
        foreach (var step in account.Steps)
        {
            var had = world.Provider.Taken.Count(r => r.Content.Subject == $"About {step.File}");
            var text = $"{where}: {step.File}: {step}, {had} went";
            // Each is in one class, and what is counted as sent went.
            Assert.True(step.Sent + step.Uncertain + step.Skipped == 2, text);
            Assert.True(had >= step.Sent && had <= step.Sent + step.Uncertain, text);
        }
        Assert.Equal(0, account.Waiting);
    }

    private sealed class PowerCutException : Exception;
}
