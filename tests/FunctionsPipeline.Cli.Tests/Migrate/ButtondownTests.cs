namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class ButtondownTests : IDisposable
{
    private const string Subscribers = """
        email,notes,metadata,tags,referrer_url,creation_date,source,type
        noor@example.org,,{},,,2023-01-02 16:55:00+00:00,form,regular
        iris@example.org,,{},,,2023-01-02 16:55:00+00:00,form,unsubscribed
        vera@example.org,,{},,,2023-01-02 16:55:00+00:00,form,unactivated
        omar@example.org,,{},,,2023-01-02 16:55:00+00:00,import,premium
        """;

    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Mails_of_both_editors_and_subscribers_arrive()
    {
        var zip = _world.Zip(
            "export.zip",
            (
                "emails.csv",
                "id,secondary_id,subject,publish_date,source,slug\nabcd-1,1,Plain words,2023-01-02 16:55:00+00:00,app,plain-words\nabcd-2,2,Fancy words,2023-01-05 13:00:00+00:00,app,fancy-words\nabcd-3,3,An idea,,app,an-idea\n"
            ),
            (
                "emails/plain-words.md",
                "<!-- buttondown-editor-mode: plain -->Hello, see [fancy](https://buttondown.com/ann/archive/fancy-words/).\n\n{{ subscribe_form }}\n\n<div class=\"x\">HTML <b>inside</b></div>\n\n![A cat](https://assets.buttondown.email/images/cat.png)\n\nA note[^1] and H<sub>2</sub>O.\n\n[^1]: Here.\n"
            ),
            (
                "emails/fancy-words.md",
                "<!-- buttondown-editor-mode: fancy --><h2>Head</h2>\n<p>Some <strong>bold</strong> words.</p>"
            ),
            ("emails/an-idea.md", "Idea."),
            ("subscribers.csv", Subscribers)
        );

        var said = await _world.MigrateAsync("buttondown", zip, "--url", "https://buttondown.com/ann");

        Assert.Equal(
            "---\ntitle: \"Plain words\"\nslug: plain-words\ndate: 2023-01-02T16:55:00Z\nnewsletter: false\n---\n\nHello, see [fancy](fancy-words.md).\n\nHTML **inside**\n\n![A cat](https://assets.buttondown.email/images/cat.png)\n\nA note[^1] and H₂O.\n\n[^1]: Here.\n",
            _world.Article("plain-words").Replace("\n\n\n\n", "\n\n")
        );
        Assert.EndsWith("## Head\n\nSome **bold** words.\n", _world.Article("fancy-words"));
        Assert.Contains("status: draft", _world.Article("an-idea"));
        Assert.Contains("2 subscribers in subscribers.csv.", said);
        Assert.Contains("1 row of subscribers left out: left.", said);
        Assert.Contains("1 row of subscribers left out: never confirmed.", said);
        Assert.Contains("The template tag {{ subscribe_form }}", _world.Report());
        await _world.BuildAsync();
        Assert.Equal(2, (await _world.ImportAsync()).Imported);
    }

    [Fact]
    public async Task A_table_in_json_and_files_that_no_table_names_are_read()
    {
        _world.File(
            "export/emails.json",
            """[{"id":"a","subject":"One","publish_date":"2023-01-02T16:55:00Z","status":"sent","slug":"one","body":"Words of one."},{"id":"b","subject":"Two","publish_date":"2023-01-03T16:55:00Z","status":"sent","email_type":"premium","slug":"two","body":"Words."}]"""
        );
        _world.File(
            "export/emails/three.md",
            "---\nsubject: Three\npublish_date: 2023-02-01T08:00:00Z\nslug: three-of-them\n---\n\nWords of three.\n"
        );

        await _world.MigrateAsync("buttondown", Path.Combine(_world.Folder, "export"));

        Assert.Equal(["one", "three-of-them", "two"], _world.Articles());
        Assert.Contains("The old address '/archive/one/' cannot lead here", _world.Report());
        Assert.EndsWith("\n\nWords of one.\n", _world.Article("one"));
        Assert.Contains("title: \"Three\"", _world.Article("three-of-them"));
        Assert.Contains("status: draft", _world.Article("two"));
        await _world.BuildAsync();
    }
}
