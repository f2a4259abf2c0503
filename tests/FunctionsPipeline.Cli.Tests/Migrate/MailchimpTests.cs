namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class MailchimpTests : IDisposable
{
    private const string Columns =
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS";

    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private string Zip() =>
        _world.Zip(
            "account.zip",
            (
                "lists/members_export_abc/subscribed_members_export_abc.csv",
                Columns
                    + "\nnoor@example.org,Noor,Ali,2,,,\"2023-05-01 10:00:00\",192.0.2.1,,,,,,,,\"2023-05-01 10:00:00\",1,aa,,\"\"\"vip\"\"\"\niris@example.org,Iris,,2,,,\"2023-05-02 10:00:00\",,,,,,,,,\"2023-05-02 10:00:00\",2,bb,,\nomar@example.org,Omar,,2,,,\"2023-05-03 10:00:00\",192.0.2.2,,,,,,,,\"2023-05-03 10:00:00\",3,cc,,\n"
            ),
            (
                "lists/members_export_abc/unsubscribed_members_export_abc.csv",
                Columns
                    + ",UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER\nvera@example.org,Vera,,2,,,\"2023-05-01 10:00:00\",192.0.2.1,,,,,,,,x,1,aa,,,\"2023-06-01 10:00:00\",News,1,NORMAL,\n"
            ),
            (
                "lists/members_export_abc/cleaned_members_export_abc.csv",
                Columns
                    + ",CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID\nomar@example.org,Omar,,2,,,\"2023-05-01 10:00:00\",192.0.2.1,,,,,,,,x,1,aa,,,\"2023-06-01 10:00:00\",News,1\n"
            ),
            (
                "lists/members_export_abc/nonsubscribed_members_export_abc.csv",
                Columns + "\nlee@example.org,Lee,,2,,,,,,,,,,,,x,1,aa,,\n"
            ),
            (
                "campaigns.csv",
                "Title,Subject,List,Send Date,Send Weekday,Total Recipients,Unique Id\nMay news,News of May,Readers,\"May 05, 2023 09:00 am\",Friday,3,aabbcc1122\n"
            ),
            (
                "campaigns_content/aabbcc1122_may-news.html",
                """
                <!doctype html><html><head><title>*|MC:SUBJECT|*</title><style>p { margin: 0 }</style></head><body>
                <span class="mcnPreviewText" style="display:none">Preview words</span>
                <table role="presentation"><tbody><tr><td id="templatePreheader"><a href="*|ARCHIVE|*">View this email in your browser</a></td></tr>
                <tr><td><h1>News of May</h1><p>Hello <span style="font-weight: bold">all</span>, *|FNAME|*.</p><img src="https://mcusercontent.com/abc/images/bed.png" alt="A bed" width="600"><img src="https://example.us1.list-manage.com/track/open.php" width="1" height="1"></td></tr>
                <tr><td id="templateFooter"><a href="*|UNSUB|*">unsubscribe from this list</a></td></tr></tbody></table></body></html>
                """
            ),
            ("campaigns_content/aabbcc1122_may-news.txt", "News of May"),
            (
                "campaigns_content/ddeeff3344_never-sent.html",
                "<html><head><title>Never sent</title></head><body><p>Words.</p></body></html>"
            ),
            ("gallery/images/bed.png", "png"),
            ("reports/summary.csv", "a,b\n")
        );

    [Fact]
    public async Task Campaigns_become_articles_without_what_only_a_mail_needs()
    {
        await _world.MigrateAsync("mailchimp", Zip());

        Assert.Equal(["never-sent", "news-of-may"], _world.Articles());
        Assert.Equal(
            "---\ntitle: \"News of May\"\nslug: news-of-may\ndate: 2023-05-05T09:00:00Z\nnewsletter: false\n---\n\n## News of May\n\nHello **all**, \\*\\|FNAME\\|\\*.\n\n![A bed](pictures/gallery/images/bed.png)\n",
            _world.Article("news-of-may")
        );
        Assert.Contains("status: draft", _world.Article("never-sent"));
        foreach (var named in new[] { "FNAME", "reports/summary.csv", "does not say that it was sent" })
            Assert.Contains(named, _world.Report());
        await _world.BuildAsync();
    }

    [Fact]
    public async Task Only_who_wants_mail_in_every_list_is_carried_over()
    {
        var said = await _world.MigrateAsync("mailchimp", Zip(), "--newsletter", "news");

        var rows = await File.ReadAllLinesAsync(Path.Combine(_world.Output, "subscribers.csv"));
        Assert.Equal(3, rows.Length);
        Assert.Contains(
            "noor@example.org,Noor Ali,,news,express,2023-05-01T10:00:00Z,\"Moved from Mailchimp to the newsletter 'news': subscribed_members_export_abc.csv, row 2; CONFIRM_TIME 2023-05-01 10:00:00; CONFIRM_IP 192.0.2.1\"",
            rows
        );
        Assert.Contains(
            rows,
            r => r.StartsWith("iris@example.org,Iris,,news,,2023-05-02T10:00:00Z,", StringComparison.Ordinal)
        );
        Assert.Contains("The export does not say the basis of consent for 1 subscriber.", said);
        foreach (
            var reason in new[]
            {
                "left",
                "bounced",
                "never asked for mail",
                "says elsewhere in the export that they left",
            }
        )
            Assert.Contains($"1 row of subscribers left out: {reason}.", said);
        Assert.Equal(2, (await _world.ImportAsync()).Imported);
    }
}
