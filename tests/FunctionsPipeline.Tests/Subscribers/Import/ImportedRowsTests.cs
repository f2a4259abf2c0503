using FunctionsPipeline.Mail;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>What becomes of a row, and on what consent.</summary>
public sealed class ImportedRowsTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task Each_refused_row_is_named_with_its_reason_and_nothing_of_its_content()
    {
        var csv = string.Join(
            "\r\n",
            "email,name,consent_basis,consent_date,consent_evidence",
            "good@example.org,Good,express,2025-01-01,form 1",
            ",No one,express,2025-01-01,form 2",
            "not-an-address,X,express,2025-01-01,form",
            new string('a', 65) + "@example.org,X,express,2025-01-01,form",
            "formula@example.org,\"=HYPERLINK(\"\"http://x\"\")\",express,2025-01-01,form",
            "lines@example.org,\"Two\r\nlines\",express,2025-01-01,form",
            "ragged@example.org,X,express,2025-01-01,form,surplus",
            "quotes@example.org,X \"Y\" Z,express,2025-01-01,form",
            "basis@example.org,X,hope,2025-01-01,form",
            "nobasis@example.org,X,,2025-01-01,form",
            "date@example.org,X,express,31/12/2025,form",
            "nodate@example.org,X,express,,form",
            "future@example.org,X,express,2027-01-01,form",
            "noproof@example.org,X,express,2025-01-01,",
            "expired@example.org,X,inquiry,2025-01-01,form",
            "GOOD@example.org,X,express,2025-01-01,form",
            "Good@Example.org,X,express,2025-01-01,form",
            "last@example.org,Last,purchase,2025-01-01,receipt 9",
            ""
        );

        var (progress, result) = await _world.ImportAsync(
            csv,
            Importing.Express with
            {
                Basis = null,
                ConsentedAt = null,
                Statement = null,
            }
        );

        Assert.Equal((2, 16), (progress.Imported, progress.Refused));
        var reasons = result
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(l => l.Split(',', 2))
            .ToDictionary(l => int.Parse(l[0]), l => l[1].Trim('"'));
        Assert.Equal(
            new Dictionary<int, string>
            {
                [3] = "There is no e-mail address",
                [4] = "This is not an e-mail address",
                [5] = "The address is longer",
                [6] = "The name is longer",
                [7] = "The name is longer",
                [8] = "There is text to the right",
                [9] = "A quote stands",
                [10] = "The basis of consent is none",
                [11] = "It does not say on what",
                [12] = "The date of consent cannot be read",
                [13] = "It does not say when",
                [14] = "The date of consent lies in the future",
                [15] = "It does not say how",
                [16] = "Implied consent has run out",
                [17] = "An earlier row has the same address",
                [18] = "An earlier row has the same address",
            },
            reasons.ToDictionary(
                r => r.Key,
                r =>
                    r.Value[
                        ..Math.Min(
                            r.Value.Length,
                            Prefixes.First(p => r.Value.StartsWith(p, StringComparison.Ordinal)).Length
                        )
                    ]
            )
        );
        Assert.DoesNotContain("@example.org", result);
        var last = (await _world.FindAsync("last@example.org"))!;
        Assert.Equal(ConsentBasis.Purchase, last.Subscriptions[0].Basis);
        Assert.Equal(
            "receipt 9",
            Assert.Single((await _world.Get<EvidenceFiles>().OfAsync(last.Id, default))!.ImportedRows).Statement
        );
        await _world.Get<Erasure>().EraseAsync(last.Id, default);
        Assert.Empty(await _world.BlobsWithAsync("receipt 9"));
        Assert.NotEmpty(await _world.BlobsWithAsync("form 1"));
    }

    private static readonly string[] Prefixes =
    [
        "There is no e-mail address",
        "This is not an e-mail address",
        "The address is longer",
        "The name is longer",
        "There is text to the right",
        "A quote stands",
        "The basis of consent is none",
        "It does not say on what",
        "The date of consent cannot be read",
        "It does not say when",
        "The date of consent lies in the future",
        "It does not say how",
        "Implied consent has run out",
        "An earlier row has the same address",
    ];

    [Fact]
    public async Task No_one_who_left_bounced_complained_or_was_erased_comes_back_by_a_list()
    {
        var left = await _world.SubscribeAsync("left@example.org");
        await _world
            .Get<UnsubscribePage>()
            .LeaveAsync(_world.UnsubscribeToken(left.Id), FormValues.Empty, SubscriberWorld.Origin, default);
        var now = _world.Time.GetUtcNow();
        foreach (
            var (address, reason) in new[]
            {
                ("bounced@example.org", SuppressionReason.Bounced),
                ("complained@example.org", SuppressionReason.Complained),
            }
        )
            await _world
                .Get<ISuppression>()
                .SuppressAsync((await _world.SubscribeAsync(address)).Id, reason, now.AddDays(1), null, default);
        await _world.Get<Erasure>().EraseAsync((await _world.SubscribeAsync("erased@example.org")).Id, default);
        await _world.Get<ISuppression>().SuppressAsync("listed@example.org", SuppressionReason.Bounced, now, default);
        await _world.SubscribeAsync("active@example.org");

        var (progress, result) = await _world.ImportAsync(
            "email\nleft@example.org\nbounced@example.org\ncomplained@example.org\nerased@example.org\nlisted@example.org\nactive@example.org\n"
        );

        Assert.Equal((0, 1, 5), (progress.Imported, progress.Unchanged, progress.Refused));
        Assert.Equal(
            """
            row,reason
            2,"This person left here before. Only they can come back, through the form."
            3,Mail to this address bounced here before.
            4,This person called our mail spam before.
            5,This person had everything deleted here before.
            6,Mail to this address bounced here before.

            """,
            result.Replace("\r\n", "\n")
        );
        Assert.Equal(SubscriberStatus.Unsubscribed, (await _world.FindAsync("left@example.org"))!.Status);
        Assert.Equal(SubscriberStatus.Bounced, (await _world.FindAsync("bounced@example.org"))!.Status);
        Assert.Null(await _world.FindAsync("erased@example.org"));
        Assert.Null(await _world.FindAsync("listed@example.org"));
    }

    [Fact]
    public async Task A_later_purchase_renews_implied_consent_and_never_weakens_express()
    {
        var purchase = Importing.Express with
        {
            Basis = ConsentBasis.Purchase,
            ConsentedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        await _world.ImportAsync("email\nann@example.org\n", purchase);
        await _world.ImportAsync(
            "email\nann@example.org\n",
            purchase with
            {
                ConsentedAt = purchase.ConsentedAt!.Value.AddMonths(6),
            }
        );
        Assert.Equal(
            purchase.ConsentedAt.Value.AddMonths(6),
            (await _world.FindAsync("ann@example.org"))!.Subscriptions[0].ConsentedAt
        );
        await _world.ImportAsync("email\nann@example.org\n");
        var (again, _) = await _world.ImportAsync(
            "email\nann@example.org\n",
            purchase with
            {
                ConsentedAt = purchase.ConsentedAt!.Value.AddMonths(7),
            }
        );

        Assert.Equal(1, again.Unchanged);
        Assert.Equal(ConsentBasis.Express, (await _world.FindAsync("ann@example.org"))!.Subscriptions[0].Basis);
    }

    [Fact]
    public async Task Consent_must_be_stated()
    {
        async Task Refused(ImportRequest request, string says) =>
            Assert.Contains(
                says,
                (
                    await Assert.ThrowsAsync<ImportFileException>(() =>
                        _world.ImportAsync("email\nann@example.org\n", request)
                    )
                ).Message
            );
        await Refused(Importing.Express with { Basis = null }, "On what does consent rest?");
        await Refused(Importing.Express with { ConsentedAt = null }, "When was consent given?");
        await Refused(Importing.Express with { Statement = null }, "How was consent got");
        await Refused(Importing.Express with { Newsletters = [] }, "Name the newsletter");
        await Refused(Importing.Express with { Newsletters = ["nothing"] }, "no newsletter 'nothing'");
        await Refused(Importing.Express with { Newsletters = ["news", "news"] }, "named twice");
        await Refused(Importing.Express with { ConsentedAt = _world.Time.GetUtcNow().AddDays(1) }, "in the future");
        await Refused(Importing.Express with { Basis = ConsentBasis.Inquiry }, "has run out");
    }
}
