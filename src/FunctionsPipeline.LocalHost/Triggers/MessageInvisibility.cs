using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.LocalHost.Triggers;

/// <summary>
/// The WebJobs SDK takes messages for ten minutes, and has no setting for it: after a killed host they are away that
/// long. Tests of deaths cannot wait for it, so this changes the time in the requests of its queue clients.
/// </summary>
internal static class MessageInvisibility
{
    public static void AddMessageInvisibility(this IServiceCollection services, TimeSpan invisibility)
    {
        var inner = services.Last(each => each.ServiceType == typeof(AzureComponentFactory));
        services.AddSingleton<AzureComponentFactory>(provider => new ComponentFactory(
            (AzureComponentFactory)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!),
            invisibility
        ));
    }

    private sealed class ComponentFactory(AzureComponentFactory inner, TimeSpan invisibility) : AzureComponentFactory
    {
        public override TokenCredential CreateTokenCredential(IConfiguration configuration) =>
            inner.CreateTokenCredential(configuration);

        public override object CreateClientOptions(
            Type optionsType,
            object serviceVersion,
            IConfiguration configuration
        )
        {
            var options = inner.CreateClientOptions(optionsType, serviceVersion, configuration);
            if (options is QueueClientOptions queues)
                queues.AddPolicy(new Policy(invisibility), HttpPipelinePosition.PerCall);
            return options;
        }

        public override object CreateClient(
            Type clientType,
            IConfiguration configuration,
            TokenCredential credential,
            object clientOptions
        ) => inner.CreateClient(clientType, configuration, credential, clientOptions);
    }

    private sealed class Policy(TimeSpan invisibility) : HttpPipelineSynchronousPolicy
    {
        private readonly string _value =
            "visibilitytimeout=" + ((int)invisibility.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        public override void OnSendingRequest(HttpMessage message)
        {
            var uri = message.Request.Uri;
            if (
                message.Request.Method == RequestMethod.Get
                && uri.Query.Contains("visibilitytimeout=600", StringComparison.Ordinal)
            )
                uri.Query = uri.Query.Replace("visibilitytimeout=600", _value, StringComparison.Ordinal);
        }
    }
}
