using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>
/// Files that may say who left in words that are not known: nothing is imported until the importer has said what they
/// mean.
/// </summary>
public sealed class UnclearColumnsTests
{
    private readonly SubscriberWorld _world = new();

    [Theory]
    [InlineData("Opt-out from partner mail")]
    [InlineData("Unsubscribed_2023")]
    [InlineData("Lead Status")]
    [InlineData("customerState")]
    [InlineData("E-mail blacklisting")]
    [InlineData("Suppression list")]
    [InlineData("Times bounced")]
    [InlineData("Spam score")]
    [InlineData("GDPR")]
    [InlineData("SMS consent")]
    [InlineData("Newsletter OK")]
    [InlineData("OK to e-mail")]
    [InlineData("Accepte les courriels")]
    [InlineData("Pending since")]
    [InlineData("Deleted by")]
    [InlineData("Désinscription du bulletin")]
    [InlineData("De\u0301sabonnements")]
    [InlineData("Statut client")]
    [InlineData("Widerruf vom")]
    [InlineData("Newsletter-Abmeldung")]
    [InlineData("Gelöscht von")]
    [InlineData("Motivo de la baja")]
    [InlineData("Correos rebotados")]
    [InlineData("reason")]
    [InlineData("Ended on")]
    [InlineData("Leave date")]
    [InlineData("Keep?")]
    [InlineData("Don't e-mail")]
    [InlineData("Include in mailing")]
    [InlineData("Werbung")]
    [InlineData("Out?")]
    [InlineData("Churn risk")]
    [InlineData("Deliverability")]
    [InlineData("Robinson list")]
    [InlineData("DSGVO")]
    [InlineData("NPAI")]
    public async Task A_column_whose_name_may_say_who_left_stops_the_import(string name)
    {
        var csv = $"email,{name}\nann@example.org,7\n";

        var problem = await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(csv));

        Assert.Contains($"The column '{name}' may say who left", problem.Message);
        Assert.Contains($"column={name}=ignore", problem.Message);
        Assert.Empty(await _world.BlobsWithAsync("ann@example.org"));
        var (ignored, _) = await _world.ImportAsync(csv, Importing.Express with { Columns = [$"{name}=ignore"] });
        Assert.Equal(1, ignored.Imported);
    }

    [Theory]
    [InlineData(
        "First Name",
        "Phone",
        "Company",
        "City",
        "State",
        "Member rating",
        "Email type",
        "Last active",
        "Prescription",
        "Notes"
    )]
    [InlineData(
        "id",
        "uuid",
        "attributes",
        "tags",
        "Latitude",
        "timezone",
        "Birthday",
        "Statement",
        "Description",
        "Cancer type"
    )]
    public async Task Columns_about_something_else_are_passed_over(params string[] names)
    {
        var (progress, _) = await _world.ImportAsync(
            $"email,{string.Join(',', names)}\nann@example.org{string.Concat(names.Select(_ => ",SK"))}\n"
        );

        Assert.Equal(1, progress.Imported);
    }

    [Theory]
    [InlineData("Remarks", "unsubscribed")]
    [InlineData("Tags", "patient, Unsubscribed (admin)")]
    [InlineData("Segment", "Hard bounce")]
    [InlineData("Groupe", "désabonnée")]
    [InlineData("Gruppe", "Abgemeldet")]
    [InlineData("Grupo", "dada de baja")]
    [InlineData("Flag", "SPAM")]
    [InlineData("Tags", "vip, unsub")]
    [InlineData("Tags", ", unsub")]
    [InlineData("Notes", "décédé")]
    [InlineData("Preference", "No e-mails")]
    [InlineData("Labels", "clinic; Do not mail")]
    [InlineData("Notes", "please remove me")]
    [InlineData("Notes", "asked to be taken off the list")]
    [InlineData("Bemerkung", "möchte keine E-Mails mehr")]
    [InlineData("Remarque", "ne veut plus de nouvelles")]
    public async Task A_column_whose_values_say_who_left_stops_the_import(string name, string value)
    {
        var csv = $"email,{name}\nann@example.org,\nbob@example.org,\"{value}\"\n";

        var problem = await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(csv));

        Assert.Contains($"Row 3 says '{value}' in the column '{name}'", problem.Message);
        Assert.Empty(await _world.EverybodyAsync());
        var (answered, result) = await _world.ImportAsync(
            csv,
            Importing.Express with
            {
                Columns = [$"{name}=left:{value}"],
            }
        );
        Assert.Equal((1, 1), (answered.Imported, answered.Refused));
        Assert.Contains("3,The file says that this person left", result);
    }

    [Fact]
    public async Task A_long_note_is_read_to_its_end()
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            _world.ImportAsync(
                "email,Notes\nann@example.org,\"Came to us in 2012 through her sister, likes the morning hours; has unsubscribed\"\n"
            )
        );

        Assert.Contains("Row 2 says 'Came to us", problem.Message);
    }

    [Theory]
    [InlineData("status", "zombie")]
    [InlineData("Unsubscribed", "perhaps")]
    [InlineData("Unsubscribed", "active")]
    [InlineData("Subscribed", "sometimes")]
    [InlineData("type", "patient")]
    [InlineData("status", "1")]
    [InlineData("status", "✓")]
    public async Task An_unknown_word_anywhere_stops_the_import_before_anything_is_written(string column, string word)
    {
        var known =
            column == "Unsubscribed" ? "no"
            : column == "Subscribed" ? "yes"
            : "active";
        var rows = string.Concat(Enumerable.Range(0, 500).Select(i => $"reader{i}@example.org,{known}\n"));
        var csv = $"email,{column}\n{rows}last@example.org,{word}\n";

        var problem = await Assert.ThrowsAsync<ImportFileException>(() => _world.ImportAsync(csv));

        Assert.Contains(
            $"Row 502 says '{word}' in the column '{column}', which says who left; that word is not known",
            problem.Message
        );
        Assert.Empty(await _world.EverybodyAsync());
        Assert.Empty(await _world.BlobsWithAsync("last@example.org"));
        var (left, _) = await _world.ImportAsync(
            csv,
            Importing.Express with
            {
                Columns = [$"{column}=left:{word}"],
                DryRun = true,
            }
        );
        Assert.Equal((500, 1), (left.Imported, left.Refused));
        var (stays, _) = await _world.ImportAsync(
            csv,
            Importing.Express with
            {
                Columns = [$"{column}=stays:{word}"],
                DryRun = true,
            }
        );
        Assert.Equal((501, 0), (stays.Imported, stays.Refused));
    }

    [Fact]
    public async Task Words_are_known_in_any_case_and_spelling_and_the_most_careful_column_counts()
    {
        var (progress, result) = await _world.ImportAsync(
            """
            email,STATUS,Status,Spam complaint
            ann@example.org,Opted_In, ACTIVE ,0
            bob@example.org,active,Hard-Bounced,no
            col@example.org,OPTED  OUT,active,
            dan@example.org,unsubscribed,active,2024-01-01
            eve@example.org,active,active,✓
            """
        );

        Assert.Equal((1, 4), (progress.Imported, progress.Refused));
        Assert.Contains("3,The file says that mail to this address bounced", result);
        Assert.Contains("4,The file says that this person left", result);
        Assert.Contains("5,The file says that this person reported mail as spam", result);
        Assert.Contains("6,The file says that this person reported mail as spam", result);
    }

    [Fact]
    public async Task An_address_that_any_row_says_is_gone_is_not_imported_by_another()
    {
        var (progress, result) = await _world.ImportAsync(
            """
            email,list,status
            ann@example.org,one,active
            bob@example.org,one,active
            ANN@example.org,two,unsubscribed
            col@example.org,one,active
            col@example.org,two,pending
            """
        );

        Assert.Equal((2, 3), (progress.Imported, progress.Refused));
        Assert.Contains("2,Another row of the file says that this address gets no mail", result);
        Assert.Null(await _world.FindAsync("ann@example.org"));
        Assert.Empty(await _world.BlobsWithAsync($"{progress.Id}/gone"));
    }

    [Fact]
    public async Task A_state_is_a_place_beside_an_address_and_a_status_otherwise()
    {
        var (place, _) = await _world.ImportAsync("email,City,State\nann@example.org,Minot,ND\n");
        Assert.Equal((1, "not used"), (place.Imported, place.Columns![2].Meaning));

        (place, _) = await _world.ImportAsync("email,Mailing State/Province\ncol@example.org,SK\n");
        Assert.Equal((1, "not used"), (place.Imported, place.Columns![1].Meaning));

        var problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            _world.ImportAsync("email,City,State\nbob@example.org,Minot,bounced\n")
        );
        Assert.Contains("Row 2 says 'bounced' in the column 'State'", problem.Message);
        problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            _world.ImportAsync("email,State\nbob@example.org,ND\n")
        );
        Assert.Contains("Row 2 says 'ND' in the column 'State', which says who left", problem.Message);
    }

    [Fact]
    public async Task A_dry_run_shows_how_each_column_was_understood()
    {
        var (progress, _) = await _world.ImportAsync(
            """
            Email,Full Name,Lang,confirmed_at,Company,Status,Opt-out,Unsub time,Region code
            ann@example.org,Ann,en,2024-01-01,Clinic,active,,,1
            bob@example.org,Bob,en,2024-01-01,Clinic,Cancelled,yes,2024-09-01,2
            col@example.org,Col,en,2024-01-01,Clinic,bounced,,,3
            """,
            Importing.Express with
            {
                DryRun = true,
                Columns = ["Region code=left:3", "Company=ignore"],
            }
        );

        Assert.Equal(
            [
                ("Email", "address"),
                ("Full Name", "name"),
                ("Lang", "language"),
                ("confirmed_at", "consent date; people without one never confirmed"),
                ("Company", "not used, as you said"),
                ("Status", "says who left: bounced, Cancelled"),
                ("Opt-out", "says who left: yes"),
                ("Unsub time", "says who left: a date or number"),
                ("Region code", "says who left: a date or number"),
            ],
            progress.Columns!.Select(c => (c.Name, c.Meaning))
        );
    }

    [Theory]
    [InlineData("Opt-out", "'Opt-out' does not say what a column means")]
    [InlineData("x", "'x' does not say what a column means")]
    [InlineData("Opt-out=left:", "'Opt-out=left:' does not say what a column means")]
    [InlineData("=ignore", "'=ignore' does not say what a column means")]
    [InlineData("Opt-out=gone:yes", "'Opt-out=gone:yes' does not say what a column means")]
    [InlineData("Optout 2=ignore", "No column is named 'Optout 2'. The file has: email, Opt-out.")]
    [InlineData("Opt-out=stays:Unsubscribed", "'Unsubscribed' says that a person gets no mail")]
    public async Task Answers_are_checked_before_anything_is_stored(string answer, string says)
    {
        var problem = await Assert.ThrowsAsync<ImportFileException>(() =>
            _world.ImportAsync("email,Opt-out\nann@example.org,no\n", Importing.Express with { Columns = [answer] })
        );

        Assert.Contains(says, problem.Message);
        Assert.Empty(await _world.BlobsWithAsync("ann@example.org"));
    }

    [Fact]
    public async Task Answers_that_contradict_each_other_are_refused()
    {
        async Task RefusedAsync(params string[] answers) =>
            await Assert.ThrowsAsync<ImportFileException>(() =>
                _world.ImportAsync("email,Opt-out\nann@example.org,no\n", Importing.Express with { Columns = answers })
            );
        await RefusedAsync("Opt-out=ignore", "opt_out=left:x");
        await RefusedAsync("Opt-out=left:x", "Opt-out=stays:X");
        await RefusedAsync("email=ignore");
    }

    [Fact]
    public async Task What_the_importer_said_of_columns_is_part_of_the_evidence()
    {
        var (progress, _) = await _world.ImportAsync(
            "email,Score=x\nann@example.org,no\n",
            Importing.Express with
            {
                Columns = ["Score=x=left:*", "Score=x=stays:no"],
            }
        );

        Assert.Equal(1, progress.Imported);
        Assert.Equal(
            ["Score=x=left:*", "Score=x=stays:no"],
            (await _world.Get<ImportEvidence>().FindAsync(progress.Id, default))!.Columns
        );
    }

    [Fact]
    public async Task An_import_that_an_earlier_version_accepted_stops_at_an_unknown_word()
    {
        var id = await _world
            .Get<Imports>()
            .AcceptAsync(Importing.Csv("email,status\nann@example.org,active\n"), Importing.Express, default);
        await _world.Blobs.WriteAsync(
            new BlobPath(Containers.Subscribers, $"imports/{id}/source.csv"),
            "email,status\nann@example.org,zombie\n"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

        var progress = (await _world.Get<ImportRunner>().RunAsync(id, null, default))!;

        Assert.Equal(ImportState.Failed, progress.State);
        Assert.Contains("'zombie'", progress.Message);
        Assert.Empty(await _world.EverybodyAsync());
    }
}
