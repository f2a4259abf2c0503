using System.Net;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.SendGrid.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("ApiKey", "", "SendGrid__ApiKey is missing")]
    [InlineData("ApiKey", "SG.a b", "SendGrid__ApiKey holds a space")]
    [InlineData("BaseUrl", "http://api.sendgrid.com", "SendGrid__BaseUrl must be https")]
    [InlineData("BaseUrl", "https://api.sendgrid.com/v3", "SendGrid__BaseUrl must be https")]
    [InlineData("WebhookPublicKey", "hello", "SendGrid__WebhookPublicKey is not a public key")]
    [InlineData("WebhookPublicKey", "MCowBQYDK2VwAyEA", "SendGrid__WebhookPublicKey is not a public key")]
    public async Task A_wrong_setting_is_said_at_start_and_its_value_is_not(string key, string value, string expected)
    {
        await using var services = Mailing.Services(new Uri("http://127.0.0.1:1/"), null, (key, value));
        var error = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        if (value.Length > 5)
            Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("global", "https://api.sendgrid.com/")]
    [InlineData("eu", "https://api.eu.sendgrid.com/")]
    public async Task The_region_chooses_the_host(string region, string expected)
    {
        var wire = new StubWire((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)));
        await using var services = Mailing.Services(wire, null, ("Region", region), ("BaseUrl", ""));
        services.GetRequiredService<IStartupValidator>().Validate();
        var mail = services.GetRequiredService<IBulkMail>();

        await mail.SubmitAsync(Mailing.Request(), default);
        await mail.CancelAsync("b1", default);

        Assert.Equal([$"{expected}v3/mail/send", $"{expected}v3/user/scheduled_sends"], wire.Addresses);
    }
}
