using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Subscribers;

internal static class SubscriberHttp
{
    /// <summary>What the subscriber functions share.</summary>
    public static IServiceCollection AddSubscriberHttp(this IServiceCollection services) =>
        services
            .AddSingleton<IPostConfigureOptions<ForwardedHeadersOptions>, TrustedProxies>()
            .AddSingleton<SubscriberRequests>();
}
