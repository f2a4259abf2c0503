using System.Diagnostics;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>Bodies against a JSON schema of the API, where one lies beside the repository and <c>npm ci</c> ran in contract/.</summary>
public sealed class ContractTests
{
    [FactWithSchema]
    public Task A_bulk_request_fits_the_schema() => AssertFitsAsync(m => m.SubmitAsync(Mailing.Request(1000), default));

    [FactWithSchema]
    public Task A_message_to_one_person_fits_the_schema()
        => AssertFitsAsync(m => ((ITransactionalMail)m).SendAsync(Mailing.Message(), default));

    [FactWithSchema]
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
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(FactWithSchemaAttribute.Contract!, "validate.mjs"), FactWithSchemaAttribute.Schema! },
        })!;
        await node.StandardInput.BaseStream.WriteAsync(body);
        node.StandardInput.Close();
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? "" : $"refused: {said}";
    }

    private sealed class FactWithSchemaAttribute : FactAttribute
    {
        public FactWithSchemaAttribute()
        {
            if (Schema is null)
                Skip = "No schema beside the repository (../shared/contracts).";
            else if (Contract is null)
                Skip = "Run `npm ci` in tests/FunctionsPipeline.SendGrid.Tests/contract first.";
        }

        public static string? Schema { get; } = Find("../shared/contracts/sendgrid-mail-send.strict.schema.json");

        public static string? Contract { get; } = Path.GetDirectoryName(Path.GetDirectoryName(
            Find("tests/FunctionsPipeline.SendGrid.Tests/contract/node_modules/ajv")));

        private static string? Find(string path)
        {
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "FunctionsPipeline.sln")))
                    return Path.Combine(folder, path) is var full && Path.Exists(full) ? full : null;
            }
            return null;
        }
    }
}
