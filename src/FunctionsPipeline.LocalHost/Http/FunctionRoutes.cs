using FunctionsPipeline.LocalHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>The routes of the app's HTTP functions; filled when the worker has listed them.</summary>
internal sealed class FunctionRoutes(FunctionRequests requests) : EndpointDataSource, IDisposable
{
    private CancellationTokenSource _changed = new();
    private IReadOnlyList<Endpoint> _endpoints = [];

    // Lower comes first: the host's own addresses, functions, then a developer's pages.
    public const int HostOrder = -2;
    private const int FunctionOrder = -1;

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public void Set(IEnumerable<FunctionInfo> functions, string prefix, SettingNames names)
    {
        _endpoints =
        [
            .. functions
                .Where(function => function.Trigger.Is("httpTrigger"))
                .Select(function => Route(function, prefix, names)),
        ];
        using var before = Interlocked.Exchange(ref _changed, new());
        before.Cancel();
    }

    public void Dispose() => _changed.Dispose();

    private RouteEndpoint Route(FunctionInfo function, string prefix, SettingNames names)
    {
        var pattern = RoutePatternFactory.Parse(names.Resolve(HttpRoute.Of(function, prefix)));
        var level = HttpRoute.LevelOf(function);
        var route = new RouteEndpointBuilder(
            http => requests.AnswerAsync(http, function, level),
            pattern,
            FunctionOrder
        )
        {
            DisplayName = "Function " + function.Name,
        };
        if (function.Trigger.Texts("methods") is { Count: > 0 } methods)
            route.Metadata.Add(new HttpMethodMetadata(methods.Select(method => method.ToUpperInvariant())));
        return (RouteEndpoint)route.Build();
    }
}
