using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Subscribers;

internal static class SubscriberHttp
{
    /// <summary>What the subscriber functions share.</summary>
    public static IServiceCollection AddSubscriberHttp(this IServiceCollection services) => services
        .AddSingleton<ClientOrigin>()
        .AddSingleton<SubscriberRequests>();
}
