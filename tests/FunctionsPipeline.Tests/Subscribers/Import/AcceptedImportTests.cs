using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>What is accepted, what is kept of it, and for how long.</summary>
public sealed class AcceptedImportTests
{
    private const string Csv = "email\nann@example.org\n";

    private readonly SubscriberWorld _world = new();

    private Imports Imports => _world.Get<Imports>();

    [Theory]
    [InlineData("consent_basis,email", "express,ann@example.org")]
    [InlineData("consent_date,email", "2025-01-01,ann@example.org")]
    [InlineData("consent_evidence,email", "form 7,ann@example.org")]
    [InlineData("email", "ann@example.org")]
    public async Task Consent_may_be_stated_in_the_first_column(string header, string row)
    {
        var (progress, result) = await _world.ImportAsync(
            $"{header}\n{row}\n",
            Importing.Express with
            {
                Basis = header.Contains("basis", StringComparison.Ordinal) ? null : ConsentBasis.Express,
                ConsentedAt = header.Contains("date", StringComparison.Ordinal) ? null : Importing.Express.ConsentedAt,
                Statement = header.Contains("evidence", StringComparison.Ordinal) ? null : "Paper forms",
            }
        );

        Assert.True(progress.Imported == 1, result);
    }

    [Fact]
    public async Task Consent_may_be_given_this_very_second_and_must_still_hold()
    {
        var now = _world.Time.GetUtcNow();
        async Task RefusedAsync(ImportRequest request, string says) =>
            Assert.Contains(
                says,
                (await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(Csv, request))).Message
            );
        var purchase = Importing.Express with { Basis = ConsentBasis.Purchase, ConsentedAt = now.AddYears(-2) };
        await RefusedAsync(purchase, "has run out");
        await RefusedAsync(Importing.Express with { ConsentedAt = now.AddTicks(1) }, "in the future");
        var request = purchase with { ConsentedAt = purchase.ConsentedAt!.Value.AddSeconds(1), DryRun = true };
        Assert.Equal(1, (await _world.ImportAsync(Csv, request)).Progress.Imported);

        var (progress, _) = await _world.ImportAsync(Csv, Importing.Express with { ConsentedAt = now });

        Assert.Equal(1, progress.Imported);
        Assert.Equal(now, (await _world.FindAsync("ann@example.org"))!.To("news")!.ConsentedAt);
    }

    [Theory]
    [InlineData("express", 0, "")]
    [InlineData("express", 1, "lies in the future")]
    [InlineData("purchase", -2 * 365 * 24 * 3600, "Implied consent has run out")]
    [InlineData("purchase", 1 - 2 * 365 * 24 * 3600, "")]
    public async Task A_row_is_judged_by_the_second_of_its_consent(string basis, int seconds, string reason)
    {
        // Neither of the two years before is a leap year.
        var date = _world.Time.GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

        var (progress, result) = await _world.ImportAsync(
            $"email,consent_basis,consent_date\nann@example.org,{basis},{date}\n"
        );

        Assert.Equal(reason.Length == 0 ? 1 : 0, progress.Imported);
        Assert.Contains(reason, result);
    }

    [Theory]
    [InlineData(499, 499)]
    [InlineData(500, 500)]
    [InlineData(501, 500)]
    [InlineData(5_000, 500)]
    public async Task The_beginning_of_a_long_statement_is_kept(int length, int kept)
    {
        await _world.ImportAsync($"email,consent_evidence\nann@example.org,{new string('é', length)}\n");

        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(
            new string('é', kept),
            Assert.Single((await _world.Get<EvidenceFiles>().OfAsync(ann.Id, default))!.ImportedRows).Statement
        );
    }

    [Fact]
    public async Task The_hash_in_the_evidence_is_that_of_the_file()
    {
        var (progress, _) = await _world.ImportAsync(Csv);

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Csv))),
            (await _world.Get<ImportEvidence>().FindAsync(progress.Id, default))!.FileHash
        );
    }

    [Fact]
    public async Task A_file_of_more_bytes_than_its_caller_allows_is_not_kept()
    {
        await Imports.AcceptAsync(Importing.Csv(Csv), Importing.Express with { DryRun = true }, Csv.Length, default);
        Assert.Single(await _world.BlobsWithAsync("source.csv"));

        await Assert.ThrowsAsync<ImportFileTooLargeException>(() =>
            Imports.AcceptAsync(Importing.Csv(Csv), Importing.Express, Csv.Length - 1, default)
        );

        Assert.Single(await _world.BlobsWithAsync("source.csv"));
    }

    [Fact]
    public async Task Answers_that_cannot_be_read_are_refused_before_the_file_is()
    {
        await using var content = Importing.Csv(Csv);

        await Assert.ThrowsAsync<ImportFileException>(() =>
            Imports.AcceptAsync(content, Importing.Express with { Columns = ["what?"] }, default)
        );

        Assert.Equal(0, content.Position);
        Assert.Empty(await _world.BlobsWithAsync("imports/"));
    }

    [Fact]
    public async Task Addresses_of_people_who_left_are_noted_only_where_there_are_any()
    {
        var none = await Imports.AcceptAsync(
            Importing.Csv("email,status\nann@example.org,active\nbob@example.org,pending\n"),
            Importing.Express,
            default
        );
        var some = await Imports.AcceptAsync(
            Importing.Csv("email,status\nann@example.org,active\nbob@example.org,left\n"),
            Importing.Express,
            default
        );

        Assert.Empty(await _world.BlobsWithAsync($"{none}/gone"));
        Assert.Single(await _world.BlobsWithAsync($"{some}/gone"));
    }

    [Fact]
    public async Task What_was_asked_for_can_be_read_back()
    {
        var request = Importing.Express with { DryRun = true, Columns = ["Score=ignore"] };
        var id = await Imports.AcceptAsync(Importing.Csv("email,Score\nann@example.org,1\n"), request, default);

        var found = (await Imports.RequestAsync(id, default))!;

        Assert.Equal(("list.csv", "Score=ignore", true), (found.FileName, Assert.Single(found.Columns!), found.DryRun));
        Assert.Null(await Imports.RequestAsync(null, default));
        Assert.Null(await Imports.RequestAsync("import-0000000000000000", default));
        Assert.Null(await Imports.ProgressAsync(null, default));
    }

    [Theory]
    [InlineData("import-0123456789abcdef", true)]
    [InlineData("import-g123456789abcdef", false)]
    [InlineData("import-A123456789abcdef", false)]
    [InlineData("import-0123456789abcde/", false)]
    [InlineData("import-0123456789abcdeF", false)]
    [InlineData("import-0123456789abcdef0", false)]
    [InlineData("import-0123456789abcde", false)]
    [InlineData("export-0123456789abcdef", false)]
    [InlineData(null, false)]
    public void An_id_is_import_and_sixteen_lower_case_digits(string? text, bool isId) =>
        Assert.Equal(isId, ImportBlobs.IsId(text));

    [Fact]
    public async Task A_result_is_kept_for_thirty_days_and_deleted_after()
    {
        var (progress, _) = await _world.ImportAsync(Csv + "rubbish\n");
        foreach (var wait in new[] { TimeSpan.Zero, Imports.ResultsKept })
        {
            _world.Time.Advance(wait);
            await Imports.CleanAsync(default);
            Assert.NotNull(await Imports.ProgressAsync(progress.Id, default));
            Assert.NotEmpty(await _world.BlobsWithAsync($"{progress.Id}/result"));
        }
        _world.Time.Advance(TimeSpan.FromSeconds(1));

        await Imports.CleanAsync(default);

        Assert.Empty(await _world.BlobsWithAsync($"imports/{progress.Id}"));
        Assert.NotNull(await _world.FindAsync("ann@example.org"));
    }

    [Fact]
    public async Task A_result_begins_with_a_mark_by_which_spreadsheets_know_its_encoding()
    {
        var (progress, _) = await _world.ImportAsync(Csv + "rubbish\nrubbish\n");
        using var result = new MemoryStream();

        await Imports.WriteResultAsync(progress.Id, result, default);

        Assert.Equal([.. Encoding.UTF8.Preamble, .. "row,reason\r\n3,"u8], result.ToArray()[..17]);
        Assert.Equal(0, result.ToArray().AsSpan(3).IndexOf("row,"u8));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", null)]
    [InlineData("Express", ConsentBasis.Express)]
    [InlineData(" implied-purchase ", ConsentBasis.Purchase)]
    [InlineData("enquiry", ConsentBasis.Inquiry)]
    public void A_basis_is_read_as_people_type_it(string? text, ConsentBasis? basis)
    {
        Assert.Equal(basis, ImportRequest.BasisOf(text));
        Assert.Throws<ImportFileException>(() => ImportRequest.BasisOf("hope"));
    }

    [Fact]
    public void A_date_is_a_day_in_universal_time()
    {
        Assert.Null(ImportRequest.DateOf(null));
        Assert.Null(ImportRequest.DateOf(" "));
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero), ImportRequest.DateOf("2026-03-31"));
        Assert.Throws<ImportFileException>(() => ImportRequest.DateOf("31/03/2026"));
    }
}
