using System.Buffers;
using System.Text;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

/// <summary>Every field of a line, byte for byte: accounts hold lines that were written years ago.</summary>
public sealed class ShardFormatTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1767225600);
    private static readonly SubscriberId Id = SubscriberId.Parse("0a" + new string('1', 32));

    private const string Record =
        """{"i":"0a11111111111111111111111111111111","a":"zoë@example.org","n":"Zoë \"Z\" O'Hara","l":"fr","s":[{"w":"news","t":1767225600,"e":"r1"},{"w":"offers","b":"Purchase","t":1767225601,"e":"import-1","x":1767225602,"r":"Bounced"}],"o":["Sleep","Back pain"],"f":"Weekly","u":1767225603,"q":[{"i":"q1","t":1767225604,"w":["news","offers"],"n":"Zoé","l":"en"}],"x":{"r":"Complained","t":1767225605},"d":[{"h":"AbCdEfGhIjK","t":1767225607}],"g":{"h":"ab12","u":1767225606},"c":["c1","c2"]}""";

    private const string Grave =
        """{"h":"abcdef","k":"s1","r":"Erased","t":1767225600,"i":"0a11111111111111111111111111111111","todo":true}""";

    private static Subscriber Everything { get; } =
        new()
        {
            Id = Id,
            Address = "zoë@example.org",
            Name = "Zoë \"Z\" O'Hara",
            Language = "fr",
            Subscriptions =
            [
                new Subscription
                {
                    Newsletter = "news",
                    Basis = ConsentBasis.Express,
                    ConsentedAt = At,
                    Evidence = "r1",
                },
                new Subscription
                {
                    Newsletter = "offers",
                    Basis = ConsentBasis.Purchase,
                    ConsentedAt = At.AddSeconds(1),
                    Evidence = "import-1",
                    Left = new Departure(At.AddSeconds(2), DepartureReason.Bounced),
                },
            ],
            Topics = ["Sleep", "Back pain"],
            Frequency = Frequency.Weekly,
            PausedUntil = At.AddSeconds(3),
            Pending = [new PendingRequest("q1", At.AddSeconds(4), ["news", "offers"], "Zoé", "en")],
            Suppressed = new Suppression(At.AddSeconds(5), DepartureReason.Complained),
            SoftBounces = [new SoftBounce("AbCdEfGhIjK", At.AddSeconds(7))],
            Access = new AccessGrant("ab12", At.AddSeconds(6)),
            Changes = ["c1", "c2"],
        };

    private static Tombstone Stone { get; } =
        new()
        {
            Hash = new AddressHash("s1", "abcdef"),
            Reason = DepartureReason.Erased,
            At = At,
            Id = Id,
            Unfinished = true,
        };

    [Fact]
    public void Each_field_of_a_record_is_written_under_its_name_and_in_its_place() =>
        Assert.Equal(Record + "\n", Written(output => ShardWriter.Write(output, Everything)));

    [Fact]
    public void Each_field_of_a_tombstone_is_written_under_its_name_and_in_its_place() =>
        Assert.Equal(Grave + "\n", Written(output => ShardWriter.Write(output, Stone)));

    [Fact]
    public void What_is_not_there_takes_no_room()
    {
        Assert.Equal(
            """{"i":"0a11111111111111111111111111111111","a":"a@b.ca"}""" + "\n",
            Written(output => ShardWriter.Write(output, new Subscriber { Id = Id, Address = "a@b.ca" }))
        );
        Assert.Equal(
            """{"h":"abcdef","k":"s1","r":"Left","t":1767225600}""" + "\n",
            Written(output =>
                ShardWriter.Write(output, Stone with { Reason = DepartureReason.Left, Id = null, Unfinished = false })
            )
        );
    }

    /// <summary>Before there could be several requests, the one stood under "p".</summary>
    [Fact]
    public void A_single_request_of_before_is_read()
    {
        var line =
            """{"i":"0a11111111111111111111111111111111","a":"a@b.ca","p":{"i":"q1","t":1767225604,"w":["news"],"n":"Zoé"},"c":["c1"]}""";

        var read = SubscriberReader.Read(Encoding.UTF8.GetBytes(line), new TextPool());

        Assert.Equal(
            ("q1", "Zoé", "news"),
            (Assert.Single(read.Pending).Id, read.Pending[0].Name, Assert.Single(read.Pending[0].Newsletters))
        );
        Assert.Equal(["c1"], read.Changes);
    }

    [Fact]
    public void A_line_reads_back_and_writes_as_it_was()
    {
        var record = SubscriberReader.Read(Encoding.UTF8.GetBytes(Record), new TextPool());
        var stone = ShardReader.ReadTombstone(Encoding.UTF8.GetBytes(Grave));

        Assert.Equal(Record + "\n", Written(output => ShardWriter.Write(output, record)));
        Assert.Equal(Stone, stone);
    }

    [Fact]
    public void What_a_later_version_wrote_is_passed_over_and_a_choice_that_is_gone_is_every_issue()
    {
        const string later =
            """{"i":"0a11111111111111111111111111111111","a":"a@b.ca","zz":{"i":[1]},"z":[{"w":"x"}],"s":[{"w":"news","q":{"t":1},"t":1767225600,"e":"r1"}],"f":"EachArticle"}""";

        var record = SubscriberReader.Read(Encoding.UTF8.GetBytes(later), new TextPool());

        Assert.Equal(("a@b.ca", Frequency.AsScheduled), (record.Address, record.Frequency));
        Assert.Equal(
            ("news", "r1", At),
            (record.Subscriptions[0].Newsletter, record.Subscriptions[0].Evidence, record.Subscriptions[0].ConsentedAt)
        );
    }

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
