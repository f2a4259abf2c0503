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

    private const int Presses = 10;
    private static readonly TimeSpan BetweenPresses = TimeSpan.FromMilliseconds(500);

    public static async Task PlayAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        // Open as soon as the app has read the settings that were just dropped, which it does every ten seconds.
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var language in DemoPerson.All.Select(p => p.Language).Distinct(StringComparer.Ordinal))
        {
            var form = await DemoStage.WaitAsync(
                "The form to subscribe",
                token => ReadFormAsync(stage, language, token),
                cancellationToken
            );
            tokens[language] =
                FoundText.HiddenField(form, "form")
                ?? throw new DemoException("The form to subscribe has no token in it.");
        }
        stage.MoveTo(stage.Now + Typing);
        foreach (var person in DemoPerson.All)
        {
            await SubscribeAsync(stage, person, tokens[person.Language], cancellationToken);
            var mail = await DemoStage.WaitAsync(
                $"The mail that asks {person.Name} to confirm",
                _ => Task.FromResult(stage.Mail.Messages(person.Address).FirstOrDefault()),
                cancellationToken
            );
            var link =
                FoundText.Link(mail.Text, "/api/confirm/")
                ?? throw new DemoException($"The mail that asks {person.Name} to confirm has no link to do it.");
            if (person.Confirms)
                Expect(await StatusAsync(stage, link, [], cancellationToken), $"{person.Name} confirms");
        }
    }

    private static async Task<string?> ReadFormAsync(
        DemoStage stage,
        string language,
        CancellationToken cancellationToken
    )
    {
        using var answer = await stage.Http.GetAsync(
            new Uri($"api/subscribe?language={language}", UriKind.Relative),
            cancellationToken
        );
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync(cancellationToken)
            : null;
    }

    /// <summary>
    /// Presses the button once more if the page asks for it: the move of the clock reaches the app's own process a moment
    /// later, and until then the form was filled in too fast.
    /// </summary>
    private static async Task SubscribeAsync(
        DemoStage stage,
        DemoPerson person,
        string token,
        CancellationToken cancellationToken
    )
    {
        KeyValuePair<string, string>[] fields =
        [
            new("email", person.Address),
            new("name", person.Name),
            new("newsletter", Newsletter),
            new("language", person.Language),
            new("form", token),
        ];
        var status = HttpStatusCode.UnprocessableEntity;
        for (var press = 0; press < Presses && status is HttpStatusCode.UnprocessableEntity; press++)
        {
            if (press > 0)
                await Task.Delay(BetweenPresses, TimeProvider.System, cancellationToken);
            status = await StatusAsync(stage, new Uri(stage.Address, "api/subscribe"), fields, cancellationToken);
        }
        Expect(status, $"{person.Name} subscribes");
    }

    private static async Task<HttpStatusCode> StatusAsync(
        DemoStage stage,
        Uri address,
        IEnumerable<KeyValuePair<string, string>> fields,
        CancellationToken cancellationToken
    )
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await stage.Http.PostAsync(address, content, cancellationToken);
        return answer.StatusCode;
    }

    private static void Expect(HttpStatusCode status, string what)
    {
        if (status != HttpStatusCode.OK)
            throw new DemoException($"{what}: the page answers {(int)status}.");
    }
}
