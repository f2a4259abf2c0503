using FunctionsPipeline.Sources;

namespace FunctionsPipeline.Tests.Integration;

public sealed class SourceMailsTests
{
    private static readonly SourceNotice Failing = new(
        SourceNoticeKind.Failing,
        "blog-example",
        "The blog",
        "blog.example/feed/",
        SampleIssue.Due.AddDays(-2)
    )
    {
        Trouble = SourceTrouble.Refused,
        Status = 403,
    };

    [Fact]
    public async Task Staff_hear_what_is_wrong_and_what_to_do_once_a_week()
    {
        using var room = new Newsroom();
        await room.Sources.NotifyAsync(Failing, default);
        await room.Sources.NotifyAsync(Failing, default);
        var mail = Assert.Single(room.Mail.Sent);
        await room.Sources.NotifyAsync(Failing with { Week = 1 }, default);
        await room.Sources.NotifyAsync(Failing with { Week = 1 }, default);

        Assert.Equal(2, room.Mail.Sent.Count);
        Assert.Equal("The blog could not be read for a day", mail.Subject);
        Assert.Contains("Address: blog.example/feed/", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Since: 2026-03-08 09:00", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Its server refuses it (status 403).", mail.Text, StringComparison.Ordinal);
        Assert.Contains("What to do: Open the address in a browser", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceNoticeKind.Recovered, "The blog can be read again")]
    [InlineData(SourceNoticeKind.Gone, "The blog is gone, and is not read any more")]
    [InlineData(SourceNoticeKind.Moved, "The blog has a new address")]
    public async Task Each_matter_is_told_once(SourceNoticeKind kind, string subject)
    {
        using var room = new Newsroom();
        var notice = Failing with
        {
            Kind = kind,
            NewAddress = kind == SourceNoticeKind.Moved ? "new.example/feed/" : null,
        };
        await room.Sources.NotifyAsync(notice, default);
        await room.Sources.NotifyAsync(notice, default);

        var mail = Assert.Single(room.Mail.Sent);
        Assert.Equal(subject, mail.Subject);
        if (kind == SourceNoticeKind.Moved)
            Assert.Contains("'id: blog-example'", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_french_on_a_french_site()
    {
        using var room = new Newsroom(site: SampleIssue.Site with { Language = "fr-CA" });
        await room.Sources.NotifyAsync(Failing, default);

        var mail = Assert.Single(room.Mail.Sent);
        Assert.Equal("The blog n’a pas pu être lu depuis un jour", mail.Subject);
        Assert.Contains("Que faire: Ouvrez l’adresse dans un navigateur", mail.Text, StringComparison.Ordinal);
    }
}
