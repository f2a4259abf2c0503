using System.Security.Claims;
using System.Text.Json;
using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Terms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Who keeps the desk's sessions.</summary>
public enum DeskAuthentication
{
    /// <summary>The desk itself: a mailed link, then a cookie.</summary>
    Mail,

    /// <summary>Azure App Service, with an organisation's accounts (Entra ID).</summary>
    AppService,
}

/// <summary>Finds out who asks.</summary>
public sealed class DeskAuthenticator(DeskSessions sessions, IConfiguration configuration)
{
    /// <summary>Of the cookie authentication.</summary>
    public const string Scheme = "desk";

    /// <summary>
    /// With the prefix <c>__Host-</c> a browser takes the cookie only from this very host, with Secure and for path '/'.
    /// </summary>
    public const string CookieName = "__Host-desk";

    /// <summary>
    /// What App Service says about who is signed in. Anyone can send such a header to an app that is not behind it, so it
    /// counts only if the setting says so.
    /// </summary>
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";

    private const string StampClaim = "desk-stamp";

    private static readonly string[] AddressClaims =
    [
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "email",
        "emails",
        "preferred_username",
    ];

    public DeskAuthentication Mode { get; } =
        Read(configuration[DeskConfiguration.Authentication]) ?? DeskAuthentication.Mail;

    /// <returns>Null for a word that is no way to sign in; mail where there is none.</returns>
    public static DeskAuthentication? Read(string? setting) =>
        setting switch
        {
            null or "" or "mail" => DeskAuthentication.Mail,
            "app-service" => DeskAuthentication.AppService,
            _ => null,
        };

    /// <summary>The member of staff who sent the request; null if there is no session that counts.</summary>
    public async Task<DeskPerson?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Mode == DeskAuthentication.AppService)
        {
            var account = AccountOf(context.Request.Headers[PrincipalHeader]);
            var known = await sessions.FindAsync(account, stamp: null, cancellationToken);
            if (known is not null)
                context.User = PrincipalOf(known, "");
            return known;
        }
        // A handler keeps the result for the rest of the request, and renews a cookie that is half over.
        var session = await context.AuthenticateAsync(Scheme);
        if (session.Principal is not { } principal)
            return null;
        var person = await sessions.FindAsync(
            principal.FindFirstValue(ClaimTypes.Email),
            principal.FindFirstValue(StampClaim) ?? "",
            cancellationToken
        );
        if (person is null)
            await SignOutAsync(context);
        else
            context.User = principal;
        return person;
    }

    public async Task SignInAsync(HttpContext context, DeskPerson person, CancellationToken cancellationToken) =>
        await context.SignInAsync(
            Scheme,
            PrincipalOf(person, await sessions.StampAsync(person.Address, cancellationToken)),
            // The cookie ends with the browser, and what it says ends after twelve hours without use.
            new AuthenticationProperties { IsPersistent = false }
        );

    public static Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    private static ClaimsPrincipal PrincipalOf(DeskPerson person, string stamp) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.Email, person.Address.Value),
                    // Anti-forgery tokens are bound to it.
                    new Claim(ClaimTypes.NameIdentifier, Sha256Hex.Of(person.Address.Value)),
                    new Claim(StampClaim, stamp),
                ],
                Scheme
            )
        );

    /// <summary>
    /// The address in App Service's header: base64 of <c>{"claims":[{"typ":…,"val":…}]}</c>
    /// (https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities).
    /// </summary>
    private static string? AccountOf(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return null;
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(header));
            var claims = json
                .RootElement.GetProperty("claims")
                .EnumerateArray()
                .Select(claim =>
                    (Type: claim.GetProperty("typ").GetString(), Value: claim.GetProperty("val").GetString())
                )
                .ToList();
            return AddressClaims
                .Select(type => claims.FirstOrDefault(claim => claim.Type == type).Value)
                .FirstOrDefault(value => value is not null);
        }
        catch (Exception e)
            when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What the desk reads of the app's settings.</summary>
internal static class DeskConfiguration
{
    public const string Authentication = "Desk:Authentication";
}

/// <summary>A cookie that browsers send back over a secure connection alone, also where the app itself sees plain HTTP.</summary>
/// <remarks>
/// Antiforgery refuses to work over plain HTTP with <see cref="CookieSecurePolicy.Always"/>. On a laptop there is nothing
/// else, and browsers take <c>localhost</c> for secure.
/// </remarks>
internal sealed class SecureCookie : CookieBuilder
{
    public SecureCookie(string name)
    {
        Name = name;
        HttpOnly = true;
        SameSite = SameSiteMode.Lax;
        Path = "/";
        IsEssential = true;
        SecurePolicy = CookieSecurePolicy.None;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}
