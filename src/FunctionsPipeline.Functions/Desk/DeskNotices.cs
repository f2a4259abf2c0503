using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>
/// What an act achieved, kept in a cookie until the page after it is shown. Not in the address: there anyone could make the
/// desk say anything.
/// </summary>
public sealed class DeskNotices(IDataProtectionProvider protection)
{
    private const string Name = "__Host-desk-said";
    private const int MostCharacters = 1000;

    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("desk notices")
        .ToTimeLimitedDataProtector();

    private static SecureCookie Cookie => new(Name);

    public void Put(HttpContext context, string text) =>
        context.Response.Cookies.Append(
            Name,
            _protector.Protect(text.Length > MostCharacters ? text[..MostCharacters] : text, TimeSpan.FromMinutes(2)),
            Cookie.Build(context)
        );

    /// <summary>Reads the text and forgets it. Null if there is none.</summary>
    public string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } text)
            return null;
        context.Response.Cookies.Delete(Name, Cookie.Build(context));
        try
        {
            return _protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
