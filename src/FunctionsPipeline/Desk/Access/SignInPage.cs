using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Access;

/// <summary>The way in: ask for a link, open it, press the button.</summary>
public sealed class SignInPage(
    DeskPages pages,
    DeskSessions sessions,
    SignInLinks links,
    SignInMail mail,
    RequestLimits limits,
    DeskHistory history
)
{
    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken) =>
        Form(await pages.BeginAsync(visit, section: null, cancellationToken), 200, "", null);

    /// <summary>A link is mailed if the address is under <c>staff</c>. The answer is the same for any address.</summary>
    public async Task<WebPage> AskAsync(
        DeskVisit visit,
        FormValues form,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, section: null, cancellationToken);
        if (!EmailAddress.TryParse(form.One("email"), out var address))
            return Form(page, 422, form.One("email"), page.Strings["sign-in-no-address"]);
        if (
            !await limits.TakeAsync(origin, cancellationToken)
            || !await limits.TakeAsync(address.Value, "desk", cancellationToken)
        )
            return page.Message(429, "sign-in-too-often");
        await mail.RequestAsync(address, cancellationToken);
        return page.Message(200, "sign-in-asked", [], ("email", address.Value));
    }

    /// <summary>The page with the one button. Changes nothing: scanners follow every link in a mail.</summary>
    public async Task<WebPage> ShowLinkAsync(DeskVisit visit, string? token, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, section: null, cancellationToken);
        if (!await links.LookAsync(token, cancellationToken))
            return page.Message(404, "sign-in-over");
        var title = page.Strings["sign-in-open-title"];
        return page.Render(200, "desk-sign-in-open", title, new SignInOpenModel { Title = title });
    }

    /// <summary>The button was pressed.</summary>
    /// <returns>Who is signed in now; null if the link is over.</returns>
    public async Task<DeskPerson?> OpenAsync(string? token, CancellationToken cancellationToken)
    {
        if (await links.UseAsync(token, cancellationToken) is not { } person)
            return null;
        await history.AddAsync(person.Address.Value, new DeskAct("signed-in"), cancellationToken);
        return person;
    }

    public async Task<WebPage> OverAsync(DeskVisit visit, CancellationToken cancellationToken) =>
        (await pages.BeginAsync(visit, section: null, cancellationToken)).Message(404, "sign-in-over");

    /// <summary>Says that another service signs people in, and leads there.</summary>
    public async Task<WebPage> ElsewhereAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, section: null, cancellationToken);
        // App Service's own address: it comes back to the desk afterwards.
        var way = "/.auth/login/aad?post_login_redirect_uri=" + Uri.EscapeDataString(page.Addresses.Of(""));
        return page.Message(200, "elsewhere-sign-in", [new DeskLink(page.Strings["elsewhere-sign-in-go"], way)]);
    }

    /// <summary>One of the desk's texts, for the page after this one.</summary>
    public async Task<string> SayAsync(string key, CancellationToken cancellationToken) =>
        (await pages.BeginAsync(new DeskVisit(null, ""), section: null, cancellationToken)).Strings[key];

    /// <summary>Ends every session of the person, this one included.</summary>
    public async Task SignOutEverywhereAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        await history.AddAsync(visit.Who, new DeskAct("signed-out-everywhere"), cancellationToken);
        await sessions.EndAllAsync(visit.Person!.Address, cancellationToken);
    }

    private static WebPage Form(DeskPage page, int status, string email, string? problem)
    {
        var title = page.Strings.Format("sign-in-title", ("site", page.Site.Name));
        return page.Render(
            status,
            "desk-sign-in",
            title,
            new SignInModel
            {
                Title = title,
                Email = email,
                Problem = problem,
            }
        );
    }
}

/// <summary>What <c>desk-sign-in.hbs</c> is rendered over.</summary>
public sealed record SignInModel : DeskModel
{
    public required string Title { get; init; }

    /// <summary>As it was typed.</summary>
    public required string Email { get; init; }

    public string? Problem { get; init; }
}

/// <summary>What <c>desk-sign-in-open.hbs</c> is rendered over.</summary>
public sealed record SignInOpenModel : DeskModel
{
    public required string Title { get; init; }
}
