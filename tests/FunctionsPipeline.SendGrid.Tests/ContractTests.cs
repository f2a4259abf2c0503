using System.Diagnostics;
using FunctionsPipeline.LocalDev.Npm;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>Bodies against a JSON schema of the API. Only compiled where one lies beside the repository: see the project file.</summary>
public sealed class ContractTests
{
    private static readonly NpmInstallation Contract = new(
        "Contract", typeof(ContractTests).Assembly, "package.json", "package-lock.json", "validate.mjs", "schema.json");

    [Fact]
    public Task A_bulk_request_fits_the_schema() => AssertFitsAsync(m => m.SubmitAsync(Mailing.Request(1000), default));

    [Fact]
    public Task A_message_to_one_person_fits_the_schema()
        => AssertFitsAsync(m => ((ITransactionalMail)m).SendAsync(Mailing.Message(), default));

    [Fact]
    public async Task The_schema_does_refuse() => Assert.NotEqual("", await JudgeAsync("{\"personalizations\":[]}"u8.ToArray()));

    private static async Task AssertFitsAsync(Func<IBulkMail, Task<SendResult>> send)
    {
        await using var server = new ScriptedServer().Answers(202);
        await using var services = Mailing.Services(server.Address);
        await send(services.GetRequiredService<IBulkMail>());
        Assert.Equal("", await JudgeAsync((await server.NextAsync()).Body));
    }

    private static async Task<string> JudgeAsync(byte[] body)
    {
        var folder = await Contract.EnsureAsync(NullLogger.Instance, default);
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(folder, "validate.mjs"), Path.Combine(folder, "schema.json") },
        })!;
        await node.StandardInput.BaseStream.WriteAsync(body);
        node.StandardInput.Close();
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? "" : $"refused: {said}";
    }
}
