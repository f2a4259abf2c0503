using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>What a list does to people who are here already.</summary>
public sealed class KnownPeopleTests
{
    private static readonly ImportRequest Offers = Importing.Express with { Newsletters = ["offers"] };
    private static readonly ImportRequest Both = Importing.Express with { Newsletters = ["news", "offers"] };

    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task A_list_does_not_replace_the_name_and_the_language_that_a_person_has()
    {
        await _world.ImportAsync(
            "email,name,language\nann@example.org,Ann,fr\nbob@example.org,,\ncol@example.org,Col,fr\n"
        );

        var (progress, _) = await _world.ImportAsync(
            "email,name,language\nann@example.org,Anne,de\nbob@example.org,Bob,en\ncol@example.org,,\n",
            Offers
        );

        Assert.Equal(3, progress.Imported);
        foreach (
            var (address, name, language) in new[]
            {
                ("ann@example.org", "Ann", "fr"),
                ("bob@example.org", "Bob", "en"),
                ("col@example.org", "Col", "fr"),
            }
        )
        {
            var person = (await _world.FindAsync(address))!;
            Assert.Equal((name, language), (person.Name, person.Language));
            Assert.Equal(["news", "offers"], person.ActiveNewsletters);
        }
    }

    [Fact]
    public async Task Only_the_newsletters_that_a_person_lacks_are_added()
    {
        var (first, _) = await _world.ImportAsync("email\nann@example.org\n");

        var (second, _) = await _world.ImportAsync("email\nann@example.org\n", Both);

        Assert.Equal((1, 0), (second.Imported, second.Unchanged));
        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal((first.Id, second.Id), (ann.To("news")!.Evidence, ann.To("offers")!.Evidence));
        var (third, _) = await _world.ImportAsync("email\nann@example.org\n", Both);
        Assert.Equal((0, 1), (third.Imported, third.Unchanged));
        Assert.Equal(2, (await _world.CountsAsync()).Imported);
    }

    [Fact]
    public async Task Who_left_one_newsletter_is_subscribed_to_the_others_only_and_the_result_says_so()
    {
        await _world.LeaveAsync(await _world.SubscribeAsync("ann@example.org"));

        var (progress, result) = await _world.ImportAsync("email\nann@example.org\nbob@example.org\n", Both);

        Assert.Equal((2, 0), (progress.Imported, progress.Refused));
        Assert.Equal(
            "row,reason\r\n2,This person left one of the newsletters here before and was subscribed to the others only.\r\n",
            result
        );
        Assert.Equal(["offers"], (await _world.FindAsync("ann@example.org"))!.ActiveNewsletters);
    }

    [Fact]
    public async Task A_batch_that_is_done_twice_says_the_same_of_its_rows()
    {
        await _world.LeaveAsync(await _world.SubscribeAsync("left@example.org"));
        var id = await _world
            .Get<Imports>()
            .AcceptAsync(Importing.Csv("email\nleft@example.org\nnew@example.org\nNEW@example.org\n"), Both, default);
        _world.Blobs.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && path.Name.Contains("/result/", StringComparison.Ordinal))
                throw new IOException("The process ends between the shards and the result.");
        };
        await Assert.ThrowsAsync<IOException>(() => _world.Get<ImportRunner>().RunAsync(id, null, default));
        _world.Blobs.Before = null;

        var progress = (await _world.Get<ImportRunner>().RunAsync(id, null, default))!;

        Assert.Equal((2, 0, 1), (progress.Imported, progress.Unchanged, progress.Refused));
        using var result = new MemoryStream();
        await _world.Get<Imports>().WriteResultAsync(id, result, default);
        Assert.Equal(
            ["row,reason", "2,This person left one of t", "4,An earlier row has the sa"],
            Encoding
                .UTF8.GetString(result.ToArray())
                .TrimStart('\ufeff')
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[..Math.Min(27, line.Length)])
        );
        Assert.Equal(2, (await _world.CountsAsync()).Imported);
    }

    [Fact]
    public async Task The_second_row_of_a_person_with_a_history_is_a_repetition_as_well()
    {
        await _world.SubscribeAsync("ann@example.org");

        var (progress, result) = await _world.ImportAsync("email\nann@example.org\nANN@example.org\n", Offers);

        Assert.Equal((1, 0, 1), (progress.Imported, progress.Unchanged, progress.Refused));
        Assert.Contains("3,An earlier row has the same address", result);
    }

    [Fact]
    public async Task A_dry_run_judges_a_repeated_row_as_the_import_does()
    {
        await _world.SubscribeAsync("here@example.org");
        await _world.LeaveAsync(await _world.SubscribeAsync("left@example.org"));
        const string csv =
            "email\nhere@example.org\nhere@example.org\nleft@example.org\nleft@example.org\nnew@example.org\nnew@example.org\n";

        var (dry, dryResult) = await _world.ImportAsync(csv, Importing.Express with { DryRun = true });
        var (real, result) = await _world.ImportAsync(csv);

        Assert.Equal((1, 2, 3), (real.Imported, real.Unchanged, real.Refused));
        Assert.Equal((real.Imported, real.Unchanged, real.Refused), (dry.Imported, dry.Unchanged, dry.Refused));
        Assert.Equal(result, dryResult);
    }

    [Theory]
    [InlineData(ConsentBasis.Purchase, "2025-06-01", false)]
    [InlineData(ConsentBasis.Purchase, "2025-05-31", false)]
    [InlineData(ConsentBasis.Purchase, "2025-06-02", true)]
    [InlineData(ConsentBasis.Inquiry, "2026-02-01", false)]
    [InlineData(ConsentBasis.Express, "2024-01-01", true)]
    public async Task Consent_is_replaced_only_by_one_that_holds_longer(ConsentBasis basis, string date, bool replaces)
    {
        var (first, _) = await _world.ImportAsync(
            "email\nann@example.org\n",
            Importing.Express with
            {
                Basis = ConsentBasis.Purchase,
            }
        );

        var (second, _) = await _world.ImportAsync(
            "email\nann@example.org\n",
            Importing.Express with
            {
                Basis = basis,
                ConsentedAt = ImportRequest.DateOf(date),
            }
        );

        Assert.Equal(replaces ? (1, 0) : (0, 1), (second.Imported, second.Unchanged));
        var subscription = Assert.Single((await _world.FindAsync("ann@example.org"))!.Subscriptions);
        Assert.Equal(replaces ? second.Id : first.Id, subscription.Evidence);
        Assert.Equal(
            replaces ? (basis, ImportRequest.DateOf(date)) : (ConsentBasis.Purchase, Importing.Express.ConsentedAt),
            (subscription.Basis, subscription.ConsentedAt)
        );
    }

    [Fact]
    public async Task A_row_that_renews_consent_leaves_its_own_proof()
    {
        var purchase = Importing.Express with { Basis = ConsentBasis.Purchase };
        await _world.ImportAsync("email\nann@example.org\n", purchase);

        await _world.ImportAsync(
            "email,consent_date,consent_evidence\nann@example.org,2025-09-01,receipt 12\n",
            purchase
        );

        var ann = (await _world.FindAsync("ann@example.org"))!;
        var row = Assert.Single((await _world.Get<EvidenceFiles>().OfAsync(ann.Id, default))!.ImportedRows);
        Assert.Equal(("receipt 12", 2L), (row.Statement, row.Row));
    }
}
