using System.Net;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// Second act: people fill in the form, and all but one press the button behind the link that they are mailed.
/// </summary>
internal static class SignUps
{
    /// <summary>The sample newsletter: Samples/settings/site.yml.</summary>
    public const string Newsletter = "notes";

    /// <summary>The form takes nothing that was filled in faster than a person can.</summary>
    private static readonly TimeSpan Typing = TimeSpan.FromSeconds(5);

    public static async Task PlayAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        // Open as soon as the app has read the settings that were just dropped, which it does every ten seconds.
        var form = await DemoStage.WaitAsync(
            "The form to subscribe",
            token => ReadFormAsync(stage, token),
            cancellationToken
        );
        var token =
            FoundText.HiddenField(form, "form") ?? throw new DemoException("The form to subscribe has no token in it.");
        stage.MoveTo(stage.Now + Typing);
        foreach (var person in DemoPerson.All)
        {
            await PostAsync(
                stage,
                new Uri(stage.Address, "api/subscribe"),
                [
                    new("email", person.Address),
                    new("name", person.Name),
                    new("newsletter", Newsletter),
                    new("form", token),
                ],
                $"{person.Name} subscribes",
                cancellationToken
            );
            var mail = await DemoStage.WaitAsync(
                $"The mail that asks {person.Name} to confirm",
                _ => Task.FromResult(stage.Mail.Messages(person.Address).FirstOrDefault()),
                cancellationToken
            );
            var link =
                FoundText.Link(mail.Text, "/api/confirm/")
                ?? throw new DemoException($"The mail that asks {person.Name} to confirm has no link to do it.");
            if (person.Confirms)
                await PostAsync(stage, link, [], $"{person.Name} confirms", cancellationToken);
        }
    }

    private static async Task<string?> ReadFormAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        using var answer = await stage.Http.GetAsync(new Uri("api/subscribe", UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync(cancellationToken)
            : null;
    }

    private static async Task PostAsync(
        DemoStage stage,
        Uri address,
        IEnumerable<KeyValuePair<string, string>> fields,
        string what,
        CancellationToken cancellationToken
    )
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await stage.Http.PostAsync(address, content, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new DemoException($"{what}: the page answers {(int)answer.StatusCode}.");
    }
}
