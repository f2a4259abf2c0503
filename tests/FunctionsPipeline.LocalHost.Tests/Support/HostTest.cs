namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>A test with a storage account and a probe of its own.</summary>
public abstract class HostTest : IAsyncLifetime
{
    protected TestAccount Account { get; private set; } = null!;

    protected Probe Probe { get; private set; } = null!;

    protected HttpClient Http { get; } =
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
            }
        );

    public async Task InitializeAsync()
    {
        Account = new TestAccount(await AzuriteFixture.NewAccountAsync());
        Probe = await Probe.StartAsync();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Probe.DisposeAsync();
    }

    /// <param name="functions">Those that run; the others are disabled.</param>
    protected Task<LocalFunctionHost> StartAsync(params string[] functions) => StartAsync(Options(functions));

    protected static Task<LocalFunctionHost> StartAsync(LocalHostOptions options) =>
        LocalFunctionHost.StartAsync(options, CancellationToken.None);

    protected LocalHostOptions Options(params string[] functions) => TestApp.Options(Account, Probe, functions);
}
