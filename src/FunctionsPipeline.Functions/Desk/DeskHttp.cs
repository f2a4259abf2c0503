using FunctionsPipeline.Desk;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Desk;

internal static class DeskHttp
{
    /// <summary>Carries the anti-forgery token of a request whose body is no form.</summary>
    public const string TokenHeader = "X-Desk-Form";

    /// <summary>Sessions, anti-forgery tokens and the gate of the desk: ASP.NET Core's own parts.</summary>
    public static IServiceCollection AddDeskHttp(this IServiceCollection services)
    {
        services
            .AddAuthentication(DeskAuthenticator.Scheme)
            .AddCookie(
                DeskAuthenticator.Scheme,
                options =>
                {
                    options.Cookie = new SecureCookie(DeskAuthenticator.CookieName);
                    options.ExpireTimeSpan = TimeSpan.FromHours(12);
                    options.SlidingExpiration = true;
                }
            );
        services.AddAntiforgery(options =>
        {
            options.Cookie = new SecureCookie("__Host-desk-form");
            options.FormFieldName = DeskVisit.TokenField;
            options.HeaderName = TokenHeader;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddDataProtection().SetApplicationName("FunctionsPipeline.Desk");
        // It would read the keys while the app starts, and a start must not wait for storage.
        foreach (
            var eager in services
                .Where(service =>
                    service.ServiceType == typeof(IHostedService)
                    && service.ImplementationType?.Name == "DataProtectionHostedService"
                )
                .ToList()
        )
            services.Remove(eager);
        services.AddSingleton<DeskKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DeskKeyStorage>();
        services.AddSingleton<DeskAuthenticator>();
        services.AddSingleton<DeskNotices>();
        services.AddSingleton<DeskGate>();
        return services;
    }
}
