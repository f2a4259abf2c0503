using System.Globalization;
using System.Net;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>Whether the app's webhook is reached from here, and refuses what is not signed.</summary>
internal sealed class WebhookCheck(HttpClient http, IConfiguration configuration) : IDoctorCheck
{
    public string Name => "webhook";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(SettingsServices.FunctionsUrl(configuration), "api/sendgrid/events");
        try
        {
            using var content = new StringContent("[]");
            using var answer = await http.PostAsync(address, content, cancellationToken);
            return
            [
                answer.StatusCode switch
                {
                    HttpStatusCode.Unauthorized => CheckResult.Ok(
                        "The webhook is reached, and refuses a post without a signature."
                    ),
                    HttpStatusCode.OK => CheckResult.Failed(
                        $"{address} takes a post without a signature. It is not this app.",
                        "Set FunctionsBaseUrl to the address of the function app."
                    ),
                    var status => CheckResult.Failed(
                        string.Create(CultureInfo.InvariantCulture, $"{address} answers {(int)status}."),
                        "Set FunctionsBaseUrl to the address of the function app, and see whether it runs."
                    ),
                },
            ];
        }
        catch (HttpRequestException e)
        {
            return
            [
                CheckResult.Failed(
                    $"{address} is not reached: {e.Message}",
                    "Set FunctionsBaseUrl to the address of the function app, and see whether it runs."
                ),
            ];
        }
    }
}
