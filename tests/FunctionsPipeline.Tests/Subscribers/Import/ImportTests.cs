using System.Text;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Export;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Import;

public sealed class ImportTests
{
    private static readonly ImportRequest Express = new()
    {
        FileName = "list.csv",
        Newsletters = ["news"],
        Basis = ConsentBasis.Express,
        ConsentedAt = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
        Statement = "Paper forms at the front desk, folder 12",
    };

    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task A_list_is_imported_with_its_proof()
    {
        var (progress, result) = await ImportAsync("email,name,language\r\nann@example.org,Ann,fr_CA\r\nbob@example.org,,\r\n");

        Assert.Equal((ImportState.Done, 2, 0, 0, 100), (progress.State, (int)progress.Imported, (int)progress.Unchanged, (int)progress.Refused, progress.Percent));
        Assert.Equal("row,reason\r\n", result);
        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(("Ann", "fr-CA", SubscriberStatus.Active), (ann.Name, ann.Language, ann.Status));
        var subscription = Assert.Single(ann.Subscriptions);
        Assert.Equal((progress.Id, Express.ConsentedAt), (subscription.Evidence, subscription.ConsentedAt));
        var file = (await _world.Get<EvidenceFiles>().OfAsync(ann.Id, default))!;
        var import = Assert.Single(file.Imports);
        Assert.Equal(("list.csv", Express.Statement), (import.FileName, import.Statement));
        Assert.Equal(64, import.FileHash.Length);
        Assert.Equal(2, (await _world.CountsAsync()).Imported);
        Assert.DoesNotContain(await _world.BlobsWithAsync("ann@example.org"), name => name.StartsWith("imports/", StringComparison.Ordinal));
    }

    public static TheoryData<string, byte[]> Quirks()
    {
        const string text = "email,name\r\nzoe@example.org,Zoë\r\n";
        var ansi = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        return new TheoryData<string, byte[]>
        {
            { "plain", Encoding.UTF8.GetBytes(text) },
            { "byte-order mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)] },
            { "Windows-1252", ansi.GetBytes(text) },
            { "UTF-16 as Excel's Unicode text", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text.Replace(',', '\t'))] },
            { "UTF-16 big endian", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)] },
            { "semicolons", Encoding.UTF8.GetBytes(text.Replace(',', ';')) },
            { "tabs", Encoding.UTF8.GetBytes(text.Replace(',', '\t')) },
            { "Excel's sep line", Encoding.UTF8.GetBytes("sep=;\r\n" + text.Replace(',', ';')) },
            { "old Mac line ends", Encoding.UTF8.GetBytes(text.Replace("\r\n", "\r")) },
            { "Unix line ends, none at the end", Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n").TrimEnd()) },
            { "everything quoted", Encoding.UTF8.GetBytes("\"email\",\"name\"\r\n\"zoe@example.org\",\"Zoë\"\r\n") },
            { "a comma in a quoted header", Encoding.UTF8.GetBytes("\"Notes, internal\";E-Mail;Name\r\n\"a;b\";zoe@example.org;Zoë\r\n") },
            { "spaces and upper case", Encoding.UTF8.GetBytes(" E-mail Address , NAME \r\n  ZOE@Example.org , Zoë \r\n") },
            { "text cells", Encoding.UTF8.GetBytes("email,name\r\n=\"zoe@example.org\",'Zoë\r\n".Replace("'Z", "Z")) },
            { "missing last cells", Encoding.UTF8.GetBytes("email,name,notes,more\r\nzoe@example.org,Zoë\r\n") },
            { "blank rows", Encoding.UTF8.GetBytes("email,name\r\n\r\n,,\r\nzoe@example.org,Zoë\r\n\r\n") },
            { "embedded line ends", Encoding.UTF8.GetBytes("email,name,notes\r\nzoe@example.org,Zoë,\"two\r\nlines and \"\"quotes\"\"\"\r\n") },
            { "first and last name", Encoding.UTF8.GetBytes("Email Address,First Name,Last Name\r\nzoe@example.org,Zoë,\r\n") },
        };
    }

    [Theory]
    [MemberData(nameof(Quirks))]
    public async Task Files_are_read_as_programs_write_them(string quirk, byte[] file)
    {
        var (progress, result) = await ImportAsync(file);

        Assert.True(progress is { State: ImportState.Done, Imported: 1, Refused: 0 }, $"{quirk}: {progress} {result}");
        Assert.Equal("Zoë", (await _world.FindAsync("zoe@example.org"))!.Name);
    }

    [Theory]
    [InlineData("Mailchimp", "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,TAGS\nzoe@example.org,Zo,E,2,,,2025-01-02 03:04:05,192.0.2.1,\n", true)]
    [InlineData("Mailchimp, unsubscribed", "Email Address,CONFIRM_TIME,UNSUB_TIME\nzoe@example.org,2025-01-02 03:04:05,2025-02-02 03:04:05\n", false)]
    [InlineData("Mailchimp, cleaned", "Email Address,CONFIRM_TIME,CLEAN_TIME\nzoe@example.org,2025-01-02 03:04:05,2025-02-02 03:04:05\n", false)]
    [InlineData("Ghost", "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels\n1,zoe@example.org,Zo E,,true,false,,2025-01-02T03:04:05.000Z,,\n", true)]
    [InlineData("Ghost, no mail", "id,email,name,subscribed_to_emails,created_at,deleted_at\n1,zoe@example.org,Zo E,false,2025-01-02T03:04:05.000Z,\n", false)]
    [InlineData("Substack", "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\nzoe@example.org,false,,other,false,2025-01-02T03:04:05.000Z,\n", true)]
    [InlineData("Substack, no mail", "email,active_subscription,plan,email_disabled,created_at\nzoe@example.org,false,other,true,2025-01-02T03:04:05.000Z\n", false)]
    [InlineData("listmonk", "uuid,email,name,attributes,status,created_at,updated_at\nu,zoe@example.org,Zo E,\"{\"\"a\"\":1}\",enabled,2025-01-02T03:04:05.123456Z,2025-01-02T03:04:05Z\n", true)]
    [InlineData("listmonk, blocklisted", "uuid,email,name,attributes,status,created_at\nu,zoe@example.org,Zo E,{},blocklisted,2025-01-02T03:04:05Z\n", false)]
    [InlineData("Buttondown", "email,notes,metadata,tags,creation_date,type\nzoe@example.org,,{},,2025-01-02T03:04:05.123456Z,regular\n", true)]
    [InlineData("Buttondown, unconfirmed", "email,notes,tags,creation_date,subscriber_type\nzoe@example.org,,,2025-01-02T03:04:05Z,unactivated\n", false)]
    public async Task What_other_services_export_is_understood(string service, string csv, bool imported)
    {
        var (progress, result) = await ImportAsync(csv, Express with { ConsentedAt = null });

        Assert.True(progress.Imported == (imported ? 1 : 0), $"{service}: {result}");
        if (imported)
            Assert.Equal(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), Assert.Single((await _world.FindAsync("zoe@example.org"))!.Subscriptions).ConsentedAt);
        else
            Assert.Contains("2,\"The file says that this person left", result);
    }

    [Fact]
    public async Task Each_refused_row_is_named_with_its_reason_and_nothing_of_its_content()
    {
        var csv = string.Join("\r\n",
            "email,name,consent_basis,consent_date,consent_evidence",
            "good@example.org,Good,express,2025-01-01,form 1",
            ",Nobody,express,2025-01-01,form 2",
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
            "");

        var (progress, result) = await ImportAsync(csv, Express with { Basis = null, ConsentedAt = null, Statement = null });

        Assert.Equal((2, 16), (progress.Imported, progress.Refused));
        var reasons = result.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',', 2)).ToDictionary(l => int.Parse(l[0]), l => l[1].Trim('"'));
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
            reasons.ToDictionary(r => r.Key, r => r.Value[..Math.Min(r.Value.Length, Prefixes.First(p => r.Value.StartsWith(p, StringComparison.Ordinal)).Length)]));
        Assert.DoesNotContain("@example.org", result);
        var last = (await _world.FindAsync("last@example.org"))!;
        Assert.Equal(ConsentBasis.Purchase, last.Subscriptions[0].Basis);
        Assert.Equal("receipt 9", Assert.Single((await _world.Get<EvidenceFiles>().OfAsync(last.Id, default))!.ImportedRows).Statement);
        await _world.Get<Erasure>().EraseAsync(last.Id, default);
        Assert.Empty(await _world.BlobsWithAsync("receipt 9"));
        Assert.NotEmpty(await _world.BlobsWithAsync("form 1"));
    }

    private static readonly string[] Prefixes =
    [
        "There is no e-mail address", "This is not an e-mail address", "The address is longer", "The name is longer", "There is text to the right",
        "A quote stands", "The basis of consent is none", "It does not say on what", "The date of consent cannot be read", "It does not say when",
        "The date of consent lies in the future", "It does not say how", "Implied consent has run out", "An earlier row has the same address",
    ];

    [Fact]
    public async Task Nobody_who_left_bounced_complained_or_was_erased_comes_back_by_a_list()
    {
        var left = await _world.SubscribeAsync("left@example.org");
        await _world.Get<UnsubscribePage>().LeaveAsync(_world.UnsubscribeToken(left.Id), FormValues.Empty, SubscriberWorld.Origin, default);
        var now = _world.Time.GetUtcNow();
        foreach (var (address, reason) in new[] { ("bounced@example.org", SuppressionReason.Bounced), ("complained@example.org", SuppressionReason.Complained) })
            await _world.Get<ISuppression>().SuppressAsync((await _world.SubscribeAsync(address)).Id, reason, now.AddDays(1), null, default);
        await _world.Get<Erasure>().EraseAsync((await _world.SubscribeAsync("erased@example.org")).Id, default);
        await _world.Get<ISuppression>().SuppressAsync("listed@example.org", SuppressionReason.Bounced, now, default);
        await _world.SubscribeAsync("active@example.org");

        var (progress, result) = await ImportAsync(
            "email\nleft@example.org\nbounced@example.org\ncomplained@example.org\nerased@example.org\nlisted@example.org\nactive@example.org\n");

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
            result.Replace("\r\n", "\n"));
        Assert.Equal(SubscriberStatus.Unsubscribed, (await _world.FindAsync("left@example.org"))!.Status);
        Assert.Equal(SubscriberStatus.Bounced, (await _world.FindAsync("bounced@example.org"))!.Status);
        Assert.Null(await _world.FindAsync("erased@example.org"));
        Assert.Null(await _world.FindAsync("listed@example.org"));
    }

    [Fact]
    public async Task A_later_purchase_renews_implied_consent_and_never_weakens_express()
    {
        var purchase = Express with { Basis = ConsentBasis.Purchase, ConsentedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        await ImportAsync("email\nann@example.org\n", purchase);
        await ImportAsync("email\nann@example.org\n", purchase with { ConsentedAt = purchase.ConsentedAt!.Value.AddMonths(6) });
        Assert.Equal(purchase.ConsentedAt.Value.AddMonths(6), (await _world.FindAsync("ann@example.org"))!.Subscriptions[0].ConsentedAt);
        await ImportAsync("email\nann@example.org\n");
        var (again, _) = await ImportAsync("email\nann@example.org\n", purchase with { ConsentedAt = purchase.ConsentedAt!.Value.AddMonths(7) });

        Assert.Equal(1, again.Unchanged);
        Assert.Equal(ConsentBasis.Express, (await _world.FindAsync("ann@example.org"))!.Subscriptions[0].Basis);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_stores_nothing_about_anybody()
    {
        const string csv = "email\nann@example.org\nANN@example.org\nrubbish\n";
        var (dry, dryResult) = await ImportAsync(csv, Express with { DryRun = true });

        Assert.Empty(await _world.EverybodyAsync());
        Assert.Empty(await _world.BlobsWithAsync("ann@example.org"));
        Assert.Empty(await _world.BlobsWithAsync("evidence/"));
        var (real, realResult) = await ImportAsync(csv);
        Assert.Equal((dry.Imported, dry.Unchanged, dry.Refused), (real.Imported, real.Unchanged, real.Refused));
        Assert.Equal(realResult, dryResult);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("name,phone\nAnn,1\n", "No column of the first row is named 'email'")]
    [InlineData("ann@example.org\nbob@example.org\n", "No column of the first row is named 'email'")]
    public async Task A_file_that_cannot_be_one_is_refused_at_the_door(string csv, string says)
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() => ImportAsync(csv));

        Assert.Contains(says, problem.Message);
        Assert.Empty(await _world.BlobsWithAsync("source.csv"));
    }

    [Fact]
    public async Task Consent_must_be_stated()
    {
        async Task Refused(ImportRequest request, string says)
            => Assert.Contains(says, (await Assert.ThrowsAsync<ImportFileException>(() => ImportAsync("email\nann@example.org\n", request))).Message);
        await Refused(Express with { Basis = null }, "On what does consent rest?");
        await Refused(Express with { ConsentedAt = null }, "When was consent given?");
        await Refused(Express with { Statement = null }, "How was consent got");
        await Refused(Express with { Newsletters = [] }, "Name the newsletter");
        await Refused(Express with { Newsletters = ["nothing"] }, "no newsletter 'nothing'");
        await Refused(Express with { Newsletters = ["news", "news"] }, "named twice");
        await Refused(Express with { ConsentedAt = _world.Time.GetUtcNow().AddDays(1) }, "in the future");
        await Refused(Express with { Basis = ConsentBasis.Inquiry }, "has run out");
    }

    [Fact]
    public async Task A_million_columns_are_refused_without_holding_them()
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() => ImportAsync("email" + new string(',', 1_000_000) + "\n"));

        Assert.Contains("longer than 256 KB", problem.Message);
        Assert.Contains("columns; at most 200", (await Assert.ThrowsAsync<ImportFileException>(() => ImportAsync("email" + new string(',', 500) + "\n"))).Message);
    }

    [Fact]
    public async Task A_row_of_a_million_columns_and_a_quote_that_is_never_closed_end_the_import_with_what_came_before()
    {
        foreach (var bad in new[] { "x@example.org" + new string(',', 1_000_000), "\"never closed\n" + new string('x', 300_000) })
        {
            var (progress, _) = await ImportAsync($"email,name\nann@example.org,Ann\n{bad}\nbob@example.org,Bob\n");

            Assert.Equal(ImportState.Failed, progress.State);
            Assert.Contains("is a quote never closed", progress.Message);
        }
        var (ragged, result) = await ImportAsync("email,name\nann@example.org,Ann" + new string(',', 500) + "x\nbob@example.org,Bob\n");
        Assert.Equal((1, 1), (ragged.Imported, ragged.Refused));
        Assert.Contains("2,There is text to the right", result);
    }

    [Fact]
    public async Task Large_lists_go_in_batches_and_each_shard_is_written_once_a_batch()
    {
        var csv = new StringBuilder("email\n");
        for (var i = 0; i < 3_000; i++)
            csv.Append($"person{i}@example.org\n");
        _world.Blobs.Calls.Clear();
        var (progress, _) = await ImportAsync(csv.ToString());

        Assert.Equal(3_000, progress.Imported);
        Assert.Equal(3_000, (await _world.EverybodyAsync()).Count);
        Assert.InRange(_world.Blobs.Calls[nameof(IBlobStore.WriteAsync)], 256, 256 + 12);
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_and_executes_nowhere()
    {
        await ImportAsync("email,name\n=cmd@example.org,Ann\n\"o'neil@example.org\",\"Smith, Jo \"\"J\"\"\"\n");
        var ann = await _world.SubscribeAsync("+plus@example.org");
        await _world.Get<UnsubscribePage>().LeaveAsync(_world.UnsubscribeToken((await _world.SubscribeAsync("gone@example.org")).Id), FormValues.Empty, SubscriberWorld.Origin, default);

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
        var id = await imports.AcceptAsync(new MemoryStream(exported.ToArray()), Express with { Basis = null, ConsentedAt = null }, default);
        var progress = (await other.Get<ImportRunner>().RunAsync(id, null, default))!;
        Assert.Equal((3, 1), (progress.Imported, progress.Refused));
        Assert.Equal("Smith, Jo \"J\"", (await other.FindAsync("o'neil@example.org"))!.Name);
        Assert.NotNull(await other.FindAsync("=cmd@example.org"));
        Assert.Equal(ann.Subscriptions[0].ConsentedAt, (await other.FindAsync("+plus@example.org"))!.Subscriptions[0].ConsentedAt);
        using var list = new MemoryStream();
        await _world.Get<SubscriberExport>().WriteAsync("offers", list, default);
        Assert.Equal(1, Encoding.UTF8.GetString(list.ToArray()).Count(c => c == '\n'));
    }

    [Fact]
    public async Task Two_at_one_import_do_it_once()
    {
        var id = await _world.Get<Imports>().AcceptAsync(Stream("email\nann@example.org\nbob@example.org\n"), Express, default);
        var other = new SubscriberWorld(_world.Blobs, _world.Time);

        await Task.WhenAll(
            Task.Run(() => _world.Get<ImportRunner>().RunAsync(id, null, default)), Task.Run(() => other.Get<ImportRunner>().RunAsync(id, null, default)));

        Assert.Equal(2, (await _world.Get<Imports>().ProgressAsync(id, default))!.Imported);
        Assert.Equal(2, (await _world.CountsAsync()).Imported);
    }

    [Fact]
    public async Task An_import_that_stands_still_is_enqueued_again()
    {
        var imports = _world.Get<Imports>();
        var id = await imports.AcceptAsync(Stream("email\nann@example.org\n"), Express, default);
        await imports.RemindAsync(default);
        Assert.Empty(_world.Queue.Sent);
        _world.Time.Advance(TimeSpan.FromMinutes(11));

        await imports.RemindAsync(default);

        Assert.Equal((Queues.Imports, $"{{\"id\":\"{id}\"}}"), (Assert.Single(_world.Queue.Sent).Queue, _world.Queue.Sent[0].Message));
        await _world.Get<ImportRunner>().RunAsync(id, null, default);
        await imports.RemindAsync(default);
        Assert.Single(_world.Queue.Sent);
        _world.Time.Advance(Imports.ResultsKept + TimeSpan.FromDays(1));
        await imports.CleanAsync(default);
        Assert.Null(await imports.ProgressAsync(id, default));
    }

    [Theory]
    [InlineData("../shards/00.jsonl")]
    [InlineData("import-..............00")]
    [InlineData("")]
    public async Task An_id_that_is_none_leads_nowhere(string id)
    {
        Assert.Null(await _world.Get<Imports>().ProgressAsync(id, default));
        Assert.Null(await _world.Get<ImportRunner>().RunAsync(id, null, default));
    }

    private Task<(ImportProgress Progress, string Result)> ImportAsync(string csv, ImportRequest? request = null)
        => ImportAsync(Encoding.UTF8.GetBytes(csv), request);

    private async Task<(ImportProgress Progress, string Result)> ImportAsync(byte[] csv, ImportRequest? request = null)
    {
        var id = await _world.Get<Imports>().AcceptAsync(new MemoryStream(csv), request ?? Express, default);
        var progress = (await _world.Get<ImportRunner>().RunAsync(id, null, default))!;
        using var result = new MemoryStream();
        await _world.Get<Imports>().WriteResultAsync(id, result, default);
        return (progress, Encoding.UTF8.GetString(result.ToArray()).TrimStart('\ufeff'));
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
