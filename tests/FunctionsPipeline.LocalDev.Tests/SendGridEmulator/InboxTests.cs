using System.Net;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Mail;
using MimeKit;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>The inbox as a browser gets it.</summary>
public sealed class InboxTests
{
    [Fact]
    public async Task A_message_is_shown_as_its_reader_gets_it()
    {
        await using var emulated = await Emulated.StartAsync();
        await emulated.Mail.SubmitAsync(
            Emulated.Request(await emulated.OpenBatchAsync(), TimeSpan.FromHours(1)),
            default
        );
        var message = emulated.SendGrid.Messages("reader1").Single();
        Assert.Equal("scheduled", message.Status);

        await emulated.AdvanceAsync(TimeSpan.FromHours(1));

        var list = await emulated.Http.GetStringAsync("/");
        Assert.Contains("2 messages", list, StringComparison.Ordinal);
        Assert.Contains("delivered", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"/messages/{message.Id}\"", list, StringComparison.Ordinal);

        Assert.Contains(
            $"src=\"/messages/{message.Id}/html\"",
            await emulated.Http.GetStringAsync($"/messages/{message.Id}"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<pre class=\"wrap\">Hello Ann &amp; Bo\n",
            await emulated.Http.GetStringAsync($"/messages/{message.Id}?view=text"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "List-Unsubscribe=One-Click",
            await emulated.Http.GetStringAsync($"/messages/{message.Id}?view=headers"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<p>Hello Ann &amp; Bo</p>",
            await emulated.Http.GetStringAsync($"/messages/{message.Id}/html"),
            StringComparison.Ordinal
        );
        var raw = await emulated.Http.GetStringAsync($"/messages/{message.Id}/raw");
        Assert.Contains("\r\nTo: Reader <reader1@mail.example>\r\n", raw, StringComparison.Ordinal);
        Assert.Contains(
            "\r\nHello Ann & Bo\r\nThis is the plain text =E2=80=93 with a dash.",
            raw,
            StringComparison.Ordinal
        );
        Assert.All(raw.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
    }

    [Fact]
    public async Task The_raw_message_is_what_the_app_sent()
    {
        await using var emulated = await Emulated.StartAsync();
        var subject = "Où as-tu mal ? 👩‍⚕️ " + string.Join(' ', Enumerable.Repeat("très long", 20));
        var text = $"From here on\n.\n{new string('x', 300)} – é = 5\n trailing \n";
        var request = Emulated.Request(recipients: 1);
        await emulated.Mail.SubmitAsync(
            request with
            {
                Content = request.Content with
                {
                    From = new Mailbox("news@clinic.example", "Müller, \"Zoë\" & Co."),
                    ReplyTo = new Mailbox("desk@clinic.example"),
                    Subject = subject,
                    Text = text,
                    Html = "<p>–</p>",
                },
            },
            default
        );

        var raw = await emulated.Http.GetByteArrayAsync($"/messages/{emulated.SendGrid.Messages().Single().Id}/raw");
        using var message = await MimeMessage.LoadAsync(new MemoryStream(raw));

        Assert.All(raw, b => Assert.InRange(b, 0, 0x7E));
        Assert.Equal(subject, message.Subject);
        Assert.Equal(("Müller, \"Zoë\" & Co.", "news@clinic.example"), Mailbox(message.From));
        Assert.Equal(("Reader", "reader0@mail.example"), Mailbox(message.To));
        Assert.Equal("desk@clinic.example", Mailbox(message.ReplyTo).Address);
        Assert.InRange(message.Date, Emulated.Start, Emulated.Start.AddMinutes(1));
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
        Assert.Equal("<weekly.clinic.example>", message.Headers["List-Id"]);
        Assert.Equal((text, "<p>–</p>"), (message.TextBody!.ReplaceLineEndings("\n"), message.HtmlBody));

        static (string? Name, string? Address) Mailbox(InternetAddressList list) =>
            Assert.IsType<MailboxAddress>(Assert.Single(list)) is var one ? (one.Name, one.Address) : default;
    }

    [Fact]
    public async Task Mail_cannot_break_out_of_its_frame_or_its_line()
    {
        await using var emulated = await Emulated.StartAsync();
        var request = Emulated.Request(recipients: 1);
        await emulated.Mail.SubmitAsync(
            request with
            {
                Content = request.Content with
                {
                    Subject = "<script>alert(1)</script>",
                    Html = "<script>alert(2)</script>",
                },
            },
            default
        );
        var id = emulated.SendGrid.Messages().Single().Id;

        Assert.DoesNotContain("<script>alert", await emulated.Http.GetStringAsync("/"), StringComparison.Ordinal);
        var page = await emulated.Http.GetStringAsync($"/messages/{id}");
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", page, StringComparison.Ordinal);
        using var html = await emulated.Http.GetAsync($"/messages/{id}/html");
        Assert.StartsWith(
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'",
            html.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_oldest_go_when_there_are_too_many()
    {
        await using var emulated = await Emulated.StartAsync(new EmulatorOptions { InboxSize = 4 });
        for (var i = 0; i < 3; i++)
            await emulated.Mail.SubmitAsync(
                Emulated.RequestTo(null, null, $"a{i}@mail.example", $"b{i}@mail.example"),
                default
            );
        Assert.Equal(
            ["a2@mail.example", "b2@mail.example", "a1@mail.example", "b1@mail.example"],
            emulated.SendGrid.Messages().Select(m => m.To)
        );
    }

    [Fact]
    public async Task One_click_goes_to_this_machine_as_a_mail_client_would_send_it()
    {
        await using var emulated = await Emulated.StartAsync();
        await emulated.Mail.SubmitAsync(Emulated.Request(recipients: 1), default);
        var id = emulated.SendGrid.Messages().Single().Id;
        // No one listens at the address of this message, and the page says so.
        var page = await (await emulated.Http.PostAsync($"/messages/{id}/one-click", null)).Content.ReadAsStringAsync();
        Assert.Contains("One-click failed: ConnectionError", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "rebound.example")]
    public async Task No_other_site_can_use_it(string header, string value)
    {
        await using var emulated = await Emulated.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/control/clock")
        {
            Content = new StringContent("""{"advanceSeconds":60}"""),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await emulated.Http.SendAsync(request)).StatusCode);
        Assert.InRange(emulated.SendGrid.Clock.GetUtcNow(), Emulated.Start, Emulated.Start.AddSeconds(1));
    }

    [Fact]
    public async Task An_unknown_message_is_404()
    {
        await using var emulated = await Emulated.StartAsync();
        foreach (
            var path in (string[])
                [
                    "/messages/none",
                    "/messages/none-0",
                    "/messages/x-99999999999",
                    "/messages/none-0/html",
                    "/messages/none-0/raw",
                ]
        )
            Assert.Equal(HttpStatusCode.NotFound, (await emulated.Http.GetAsync(path)).StatusCode);
    }
}
