namespace FunctionsPipeline.Standalone.Tests.Support;

/// <summary>A test with a storage account of its own.</summary>
public abstract class StorageTest : IAsyncLifetime
{
    protected TestAccount Account { get; private set; } = null!;

    protected Probe Probe { get; } = new();

    public async Task InitializeAsync() => Account = new TestAccount(await AzuriteFixture.NewAccountAsync());

    public Task DisposeAsync() => Task.CompletedTask;
}
