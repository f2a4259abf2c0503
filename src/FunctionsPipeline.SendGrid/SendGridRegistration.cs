using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Account;
using FunctionsPipeline.SendGrid.Calls;
using FunctionsPipeline.SendGrid.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SendGrid;

namespace FunctionsPipeline.SendGrid;

public static class SendGridRegistration
{
    /// <summary>
    /// The named HttpClient under SendGrid's client. Handlers that are added to it see each call as it is sent.
    /// </summary>
    private const string HttpClientName = nameof(SendGridApi);

    /// <summary>
    /// Mail through SendGrid: <see cref="IBulkMail"/>, <see cref="ITransactionalMail"/>,
    /// <see cref="SendGridAccount"/>, <see cref="SendGridEventWebhook"/> and <see cref="IMailEventReader"/>. Settings come from the section
    /// <c>SendGrid</c> and are checked at start.
    /// </summary>
    public static IServiceCollection AddSendGridMail(this IServiceCollection services)
    {
        services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SendGridOptions>, SendGridOptionsValidator>()
        );
        services.TryAddSingleton(TimeProvider.System);
        // Calls have deadlines of their own, by the TimeProvider.
        services
            .AddHttpClient(HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            // A handler of its own age, inside a client that lives as long as the app.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    // A redirected POST would be a second POST.
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    ConnectTimeout = TimeSpan.FromSeconds(10),
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    // Shorter than a server keeps idle connections: one that it closes as we write leaves the outcome
                    // unknown.
                    PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
                }
            )
            .AddHttpMessageHandler(provider => new CallObserver(provider.GetRequiredService<TimeProvider>()))
            .RemoveAllLoggers();
        services.TryAddSingleton(CreateApi);
        services.TryAddSingleton(provider => new SendGridAccount(provider.GetRequiredService<SendGridApi>()));
        services.TryAddSingleton<SendGridMail>();
        services.TryAddSingleton<IBulkMail>(provider => provider.GetRequiredService<SendGridMail>());
        services.TryAddSingleton<ITransactionalMail>(provider => provider.GetRequiredService<SendGridMail>());
        services.TryAddSingleton<SendGridEventWebhook>();
        services.TryAddSingleton<IMailEventReader, SendGridEventReader>();
        return services;
    }

    /// <summary>
    /// The client is not a service of its own, so that no call goes past <see cref="SendGridApi"/>. Its retries, off
    /// unless asked for, belong to an HttpClient of its own and do not exist in ours.
    /// </summary>
    private static SendGridApi CreateApi(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<SendGridOptions>>().Value;
        var options = new SendGridClientOptions { ApiKey = settings.ApiKey };
        if (settings.BaseUrl is { } address)
            options.Host = address.AbsoluteUri;
        else
            options.SetDataResidency(settings.Region == SendGridRegion.Eu ? "eu" : "global");
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
        return new SendGridApi(
            new SendGridClient(http, options),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IMailAccountWatch>()
        );
    }
}
