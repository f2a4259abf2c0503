using System.Text.RegularExpressions;
using FunctionsPipeline.Subscribers;
using MimeKit;

namespace FunctionsPipeline.Tests.Subscribers;

public sealed partial class EmailAddressTests
{
    private static readonly HashSet<string> Stricter =
    [
        .. MarkdownTable.Rows("Subscribers/EmailAddressVectors.md", "stricter", "because").Select(row => row[0]),
    ];

    public static TheoryData<string, string> Taken() => Table("normalised");

    public static TheoryData<string, string> Refused() => Table("why");

    [Theory]
    [MemberData(nameof(Taken))]
    public void Is_taken(string typed, string normalised)
    {
        Assert.True(EmailAddress.TryParse(Expand(typed), out var address, out _));
        Assert.Equal(Expand(normalised), address.Value);
        Assert.Equal(address, EmailAddress.Parse(address.Value));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Is_refused(string typed, string why)
    {
        Assert.False(EmailAddress.TryParse(Expand(typed), out _, out var problem));
        Assert.Equal(Enum.Parse<AddressProblem>(why), problem);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_is_taken_can_be_written_to_a_message_unchanged(string typed, string normalised)
    {
        Assert.NotEmpty(typed);
        Assert.True(MailboxAddress.TryParse(Expand(normalised), out var mailbox));
        Assert.Equal((Expand(normalised), ""), (mailbox.GetAddress(idnEncode: true), mailbox.Name ?? ""));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Mail_libraries_refuse_the_same_or_the_table_says_why_not(string typed, string why)
    {
        Assert.NotEmpty(why);
        Assert.Equal(Stricter.Contains(typed), MailboxAddress.TryParse(Expand(typed), out _));
    }

    [Theory]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    [InlineData("a\n@example.org")]
    [InlineData("a@example.org\0")]
    [InlineData("a@exam\u202eple.org")]
    public void Control_characters_never_get_in(string typed) => Assert.False(EmailAddress.TryParse(typed, out _));

    [Fact]
    public void Ten_megabytes_are_refused_without_reading_them_all() =>
        Assert.False(EmailAddress.TryParse(new string('a', 10_000_000) + "@example.org", out _));

    [Theory]
    [InlineData("Ann O'Neil", "Ann O'Neil")]
    [InlineData("  Zoë ", "Zoë")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("Jean-Luc", "Jean-Luc")]
    public void A_name_is_taken(string? typed, string? name)
    {
        Assert.True(PersonName.TryParse(typed, out var parsed));
        Assert.Equal(name, parsed);
    }

    [Theory]
    [InlineData("Ann\r\nBcc: x@example.org")]
    [InlineData("Ann\nX")]
    [InlineData("Ann\u2028X")]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("@SUM(A1)")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("\tAnn")]
    [InlineData("Ann\u202egnp.exe")]
    public void A_name_is_refused(string typed) => Assert.False(PersonName.TryParse(typed, out _));

    [Fact]
    public void A_long_name_is_refused() => Assert.False(PersonName.TryParse(new string('n', 101), out _));

    private static string Expand(string text) =>
        Repeat()
            .Replace(text, m => new string(m.Groups[1].Value[0], int.Parse(m.Groups[2].Value)))
            .Replace('␠', ' ')
            .Replace('⍽', '\u00a0')
            .Replace('⌁', '\u200b');

    private static TheoryData<string, string> Table(string outcome)
    {
        var data = new TheoryData<string, string>();
        foreach (var row in MarkdownTable.Rows("Subscribers/EmailAddressVectors.md", "typed", outcome))
            data.Add(row[0], row[1]);
        return data;
    }

    [GeneratedRegex("(.)×([0-9]+)")]
    private static partial Regex Repeat();
}
