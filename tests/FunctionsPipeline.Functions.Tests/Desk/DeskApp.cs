using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>
/// The desk's functions on a web server of their own, over storage in memory: real cookies, forms and redirects, without a
/// Functions host.
/// </summary>
public sealed class DeskApp : IAsyncDisposable
{
    public const string Staff = "desk@clinic.example";
    public const string Colleague = "kim@clinic.example";

    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    private WebApplication? _app;

    public ManualTimeProvider Time { get; private init; } = new();

    public InMemoryBlobStore Memory { get; private init; } = new();

    public FaultyBlobStore Store { get; private init; } = null!;

    /// <summary>In place of the ledger and the provider; null for the real ledger.</summary>
    public FakeSending? Sending { get; private init; }

    public RecordingMail Mail { get; } = new();

    public ProviderLists Lists { get; } = new();

    public InMemoryMessageQueue Queue { get; } = new();

    public InMemoryPoison Poison { get; } = new();

    public RecordingLog Log { get; } = new();

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>The desk's functions that are called by HTTP.</summary>
    public static IReadOnlyList<DeskFunction> Functions { get; } = Below("desk");

    /// <summary>Those that show a preview to anyone with a link.</summary>
    public static IReadOnlyList<DeskFunction> Shared { get; } = Below("shared");

    private static IReadOnlyList<DeskFunction> Below(string route) =>
        [
            .. typeof(PipelineServices)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetMethods())
                .Select(method =>
                    (
                        Method: method,
                        Trigger: method
                            .GetParameters()
                            .Select(p => p.GetCustomAttribute<HttpTriggerAttribute>())
                            .FirstOrDefault(t => t is not null)
                    )
                )
                .Where(f => f.Trigger?.Route?.Split('/')[0] == route)
                .Select(f => new DeskFunction(f.Method, f.Trigger!)),
        ];

    /// <param name="settings">Further app settings.</param>
    /// <param name="over">Another app on the same storage and clock.</param>
    public static async Task<DeskApp> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        DeskApp? over = null,
        bool withFakeSending = false
    )
    {
        var time = over?.Time ?? new ManualTimeProvider();
        var memory = over?.Memory ?? new InMemoryBlobStore(time);
        var app = new DeskApp
        {
            Time = time,
            Memory = memory,
            Store = new FaultyBlobStore(memory),
            Sending = withFakeSending ? new FakeSending(time) : null,
        };
        if (over is null)
            await app.WriteSettingsAsync(Staff, Colleague);
        await app.RunAsync(settings);
        return app;
    }

    public Task WriteSettingsAsync(params string[] staff) =>
        PutAsync(
            StoredSiteSettings.File,
            SampleSite
                .Yaml(
                    "  - id: weekly\n    name: Weekly\n    schedule: every Tuesday at 09:00\n  - id: daily\n    name: Daily"
                )
                .Replace(
                    $"  - {Staff}",
                    string.Join('\n', staff.Select(address => $"  - {address}")),
                    StringComparison.Ordinal
                )
        );

    public Task PutAsync(BlobPath path, string text) =>
        Memory.WriteAsync(path, Encoding.UTF8.GetBytes(text), BlobHeaders.Text, WriteCondition.Always, default);

    /// <summary>A link that signs in, as the demo prints one.</summary>
    public async Task<string> LinkAsync(string address = Staff)
    {
        var site = await Services.GetRequiredService<ISiteSettingsSource>().GetAsync(default);
        return Services
            .GetRequiredService<SignInLinks>()
            .Make(site, FunctionsPipeline.Subscribers.EmailAddress.Parse(address))
            .AbsolutePath;
    }

    /// <summary>A browser in which this person is signed in.</summary>
    public async Task<DeskBrowser> SignInAsync(string address = Staff)
    {
        var browser = new DeskBrowser(Address);
        var link = await LinkAsync(address);
        await browser.GetAsync(link);
        var answer = await browser.PostAsync(link);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private async Task RunAsync(IReadOnlyDictionary<string, string?>? settings)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                ["SendGrid:ApiKey"] = "SG.test",
                ["Links:SigningKeys"] = "k1:" + Key,
                ["Subscribers:ShardKey"] = Key,
                ["Subscribers:SuppressionKeys"] = "s1:" + Key,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        var web = builder.Services.ToHashSet();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddPipeline();
        foreach (var service in builder.Services.Where(s => s.ServiceType == typeof(IHostedService)).ToList())
        {
            if (!web.Contains(service))
                builder.Services.Remove(service);
        }
        builder.Services.Replace(ServiceDescriptor.Singleton<IBlobStore>(Store));
        builder.Services.Replace(ServiceDescriptor.Singleton<IMessageQueue>(Queue));
        builder.Services.Replace(ServiceDescriptor.Singleton<IQueueLengths>(Poison));
        builder.Services.Replace(ServiceDescriptor.Singleton<IPoisonStore>(Poison));
        builder.Services.Replace(ServiceDescriptor.Singleton<ITransactionalMail>(Mail));
        builder.Services.Replace(ServiceDescriptor.Singleton<IBulkMail>(Lists));
        if (Sending is { } sending)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<ISendingReader>(sending));
            builder.Services.Replace(ServiceDescriptor.Singleton<IPlanReadiness>(sending));
            builder.Services.Replace(ServiceDescriptor.Singleton<IIssueFreezer>(sending));
            builder.Services.Replace(ServiceDescriptor.Singleton<IIssueStopping>(sending));
            builder.Services.Replace(ServiceDescriptor.Singleton<IOutcomeDetails>(sending));
            builder.Services.Replace(ServiceDescriptor.Singleton<IIssuesAhead>(sending));
        }
        builder.Services.Configure<DeskOptions>(desk => desk.AnswerAfter = TimeSpan.Zero);
        _app = builder.Build();
        foreach (var function in Functions.Concat(Shared))
            _app.MapMethods("/api/" + function.Route, function.Methods, function.InvokeAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }
}

/// <summary>A function of the desk, called as a host would.</summary>
public sealed record DeskFunction(MethodInfo Method, HttpTriggerAttribute Trigger)
{
    public string Name => Method.GetCustomAttribute<FunctionAttribute>()!.Name;

    public string Route => Trigger.Route!;

    public IEnumerable<string> Methods => Trigger.Methods!.Select(m => m.ToUpperInvariant());

    /// <summary>Its path with something in place of each parameter.</summary>
    public string AnyPath =>
        string.Join('/', ("/api/" + Route).Split('/').Select(part => part.StartsWith('{') ? "x" : part));

    public async Task InvokeAsync(HttpContext context)
    {
        var instance = ActivatorUtilities.CreateInstance(context.RequestServices, Method.DeclaringType!);
        object?[] arguments =
        [
            .. Method
                .GetParameters()
                .Select(parameter =>
                    parameter.ParameterType == typeof(HttpRequest) ? context.Request
                    : parameter.ParameterType == typeof(CancellationToken) ? context.RequestAborted
                    : context.Request.RouteValues[parameter.Name!]
                ),
        ];
        var answer = Method.Invoke(instance, arguments);
        var result = answer as IResult ?? await (Task<IResult>)answer!;
        await result.ExecuteAsync(context);
    }
}

/// <summary>A mail provider of which only the lists of people who left are asked.</summary>
public sealed class ProviderLists : IBulkMail
{
    public bool IsAway { get; set; }

    public async IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        if (IsAway)
            throw new HttpRequestException("Away.");
        yield break;
    }

    public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>Poison queues in memory.</summary>
public sealed class InMemoryPoison : IPoisonStore, IQueueLengths
{
    public List<PoisonMessage> Messages { get; } = [];

    public Task<IReadOnlyList<PoisonMessage>> PeekAsync(string queue, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PoisonMessage>>([.. Messages.Where(m => m.Queue == queue).Take(32)]);

    public async Task<int> DeleteWhereAsync(
        string queue,
        Func<PoisonMessage, CancellationToken, Task<bool>> isDone,
        CancellationToken cancellationToken
    )
    {
        var deleted = 0;
        foreach (var message in Messages.Where(m => m.Queue == queue).ToList())
        {
            if (!await isDone(message, cancellationToken))
                continue;
            Messages.Remove(message);
            deleted++;
        }
        return deleted;
    }

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) =>
        Task.FromResult(Messages.Count(m => m.Queue == queue));
}
