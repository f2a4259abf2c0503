using System.Net.Http.Headers;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.SendGrid;

public static class SendGridRegistration
{
    /// <summary>
    /// Mail through SendGrid: <see cref="IBulkMail"/>, <see cref="ITransactionalMail"/>,
    /// <see cref="SendGridEventWebhook"/> and <see cref="IMailEventReader"/>. Settings come from the section <c>SendGrid</c> and are checked at start.
    /// </summary>
    public static IServiceCollection AddSendGridMail(this IServiceCollection services)
    {
        services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SendGridOptions>, SendGridOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient<SendGridApi>((provider, client) =>
            {
                var options = provider.GetRequiredService<IOptions<SendGridOptions>>().Value;
                client.BaseAddress = options.Address;
                // Calls have deadlines of their own, which tell whether anything was sent.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
                client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            })
            // A handler of its own age, inside a client that lives as long as the app.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirected POST would be a second POST.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                // Shorter than a server keeps idle connections: one that it closes as we write leaves the outcome unknown.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            })
            .RemoveAllLoggers();
        services.TryAddSingleton<SendGridMail>();
        services.TryAddSingleton<IBulkMail>(provider => provider.GetRequiredService<SendGridMail>());
        services.TryAddSingleton<ITransactionalMail>(provider => provider.GetRequiredService<SendGridMail>());
        services.TryAddSingleton<SendGridEventWebhook>();
        services.TryAddSingleton<IMailEventReader, SendGridEventReader>();
        return services;
    }
}
