using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.LocalDev.Tests;

public sealed class AzuriteServerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Accounts_of_one_Azurite_are_worlds_of_their_own()
    {
        var mine = new BlobServiceClient(await AzuriteFixture.NewAccountAsync());
        var yours = new BlobServiceClient(await AzuriteFixture.NewAccountAsync());

        await mine.CreateBlobContainerAsync("articles");
        await mine.GetBlobContainerClient("articles").UploadBlobAsync("a.md", BinaryData.FromString("mine"));

        Assert.False((await yours.GetBlobContainerClient("articles").ExistsAsync()).Value);
        await yours.CreateBlobContainerAsync("articles");
        Assert.False((await yours.GetBlobContainerClient("articles").GetBlobClient("a.md").ExistsAsync()).Value);
    }

    [Fact]
    public async Task Queues_answer_too()
    {
        var queue = new QueueClient(await AzuriteFixture.NewAccountAsync(), "requests");
        await queue.CreateAsync();
        await queue.SendMessageAsync("hello");
        Assert.Equal("hello", (await queue.ReceiveMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task Data_in_a_folder_is_there_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("azurite-data-").FullName;
        try
        {
            var options = AzuriteOptions.Throwaway with { DataFolder = folder };
            await using (var first = await AzuriteServer.StartAsync(options, null, None))
            {
                var container = new BlobContainerClient(first.ConnectionString, "kept");
                await container.CreateAsync();
                await container.UploadBlobAsync("a.txt", BinaryData.FromString("still here"));
            }
            await using var second = await AzuriteServer.StartAsync(options, null, None);
            var blob = new BlobContainerClient(second.ConnectionString, "kept").GetBlobClient("a.txt");
            Assert.Equal("still here", (await blob.DownloadContentAsync()).Value.Content.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task One_that_already_answers_is_used_and_left_running()
    {
        await using var first = await AzuriteServer.StartAsync(AzuriteOptions.Throwaway, null, None);
        var samePorts = new AzuriteOptions { BlobPort = first.BlobPort, QueuePort = first.QueuePort };

        await using (var second = await AzuriteServer.StartAsync(samePorts, null, None))
        {
            Assert.True(first.IsOurs);
            Assert.False(second.IsOurs);
            Assert.Equal(first.ConnectionString, second.ConnectionString);
        }
        Assert.False((await new BlobContainerClient(first.ConnectionString, "nothing").ExistsAsync()).Value);
    }

    [Fact]
    public async Task A_port_taken_by_something_else_is_one_clear_sentence()
    {
        using var stranger = new HttpListenerStub();
        var options = AzuriteOptions.Throwaway with { QueuePort = stranger.Port };

        var error = await Assert.ThrowsAsync<AzuriteException>(() => AzuriteServer.StartAsync(options, null, None));

        Assert.Equal(
            $"Port {stranger.Port}, where Azurite's queue service belongs, is taken by another program: stop that program, or choose free ports for Azurite.",
            error.Message
        );
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", true)]
    [InlineData(" usedevelopmentstorage = true; ", true)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=clinic;EndpointSuffix=core.windows.net", false)]
    [InlineData(null, false)]
    public void Only_the_development_connection_asks_for_a_start(string? connectionString, bool expected) =>
        Assert.Equal(expected, AzuriteConnection.IsDevelopment(connectionString));

    [Fact]
    public async Task Any_other_connection_starts_nothing() =>
        Assert.Null(await AzuriteServer.StartIfNeededAsync("AccountName=clinic", null, null, None));

    [Fact]
    public async Task It_ends_with_a_parent_that_is_killed()
    {
        using var parent = LocalDevProcess.Start("azurite", "--blob-port", "0", "--queue-port", "0");
        var connectionString = await parent.StandardOutput.ReadLineAsync();
        Assert.NotNull(connectionString);
        var client = new BlobContainerClient(connectionString, "any", NoRetries());
        Assert.False((await client.ExistsAsync()).Value);

        parent.Kill(entireProcessTree: false);
        await parent.WaitForExitAsync();

        await Eventually.ThrowsAsync<Azure.RequestFailedException>(() => client.ExistsAsync());
    }

    /// <summary>Azurite clears up a large store in memory for minutes on end, and then hears nothing.</summary>
    [Fact]
    public async Task It_ends_with_its_parent_however_busy_it_is()
    {
        var installation = await AzuriteInstallation.EnsureAsync(NullLogger.Instance, None);
        using var busy = Process.Start(
            new ProcessStartInfo(
                "node",
                ["--require", installation.EndWithParent, "-e", "console.log('busy'); for (;;);"]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("busy", await busy.StandardOutput.ReadLineAsync());

        busy.StandardInput.Close();

        await busy.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);
    }

    [Fact]
    public async Task Without_node_it_says_what_to_install()
    {
        using var process = LocalDevProcess.Start(
            new Dictionary<string, string>
            {
                ["PATH"] = "",
                [NpmInstallation.CacheVariable] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            },
            "azurite",
            "--blob-port",
            "0",
            "--queue-port",
            "0"
        );
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith(
            "Azurite, the local storage emulator, needs Node.js 20 or newer with npm, but `npm` is not on the PATH: install it from https://nodejs.org",
            said,
            StringComparison.Ordinal
        );
        Assert.Single(said.Trim().Split('\n'));
    }

    private static BlobClientOptions NoRetries() =>
        new() { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(10) } };

    /// <summary>Something that listens and is not Azurite.</summary>
    private sealed class HttpListenerStub : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public HttpListenerStub()
        {
            _listener.Start();
            _ = AnswerAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        private async Task AnswerAsync()
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await client
                    .GetStream()
                    .WriteAsync(
                        "HTTP/1.1 404 Not Found\r\nServer: something else\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()
                    );
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
