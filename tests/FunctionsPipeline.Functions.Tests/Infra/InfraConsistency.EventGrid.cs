using System.Text.RegularExpressions;
using FunctionsPipeline.Functions.Tests.Infra.Bicep;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <content>How the app learns of new articles.</content>
internal static partial class InfraConsistency
{
    private const string Subscription = "Microsoft.EventGrid/systemTopics/eventSubscriptions";

    public static IEnumerable<string> EventGrid(RepositoryTexts texts)
    {
        if (EventGridFunction(texts) is not "RenderArticleEventGrid")
        {
            yield return "the endpoint of eventgrid.bicep does not name Host.Functions.RenderArticleEventGrid: "
                + "without a functionName each event ends the Functions host";
        }

        var types = texts.EventGrid.Value(Subscription, "filter.includedEventTypes")?.ToString();
        if (types != """["Microsoft.Storage.BlobCreated"]""")
            yield return $"eventgrid.bicep subscribes to {types}, not to BlobCreated alone";
        var prefix = texts.EventGrid.Value(Subscription, "filter.subjectBeginsWith")?.ToString();
        if (prefix != $"/blobServices/default/containers/{Containers.Articles}/")
            yield return $"eventgrid.bicep watches {prefix}, not the container {Containers.Articles} alone";
        if (texts.EventGrid.Value(Subscription, "eventDeliverySchema")?.ToString() != "EventGridSchema")
            yield return "eventgrid.bicep delivers in a schema that the tests do not send";
    }

    /// <summary>Null if the address of the endpoint does not name a function in the form that the host reads.</summary>
    private static string? EventGridFunction(RepositoryTexts texts)
    {
        // {0} is the app's host name, {1} the system key.
        var address = texts.EventGrid.Value(Subscription, "destination.properties.endpointUrl")?.ToString() ?? "";
        var match = Endpoint().Match(Deployment.Filled(address));
        return match.Success ? match.Groups["function"].Value : null;
    }

    [GeneratedRegex(
        @"^https://\{0\}/runtime/webhooks/blobs\?functionName=Host\.Functions\.(?<function>\w+)&code=\{1\}$"
    )]
    private static partial Regex Endpoint();
}
