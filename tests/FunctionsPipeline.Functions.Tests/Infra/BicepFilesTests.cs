using System.Text.Json;
using FunctionsPipeline.Functions.Tests.Infra.Bicep;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>
/// What Microsoft's compiler says of the Bicep files. Most mistakes, a misspelt property for example, are warnings with
/// exit code 0, so any output fails.
/// </summary>
public sealed class BicepFilesTests : IDisposable
{
    private readonly InfraCopy _infra = new();

    public void Dispose() => _infra.Dispose();

    [Theory]
    [InlineData("build")]
    [InlineData("lint")]
    public async Task The_compiler_reports_nothing(string command) =>
        Assert.Equal((0, ""), await _infra.RunAsync(command, "--pattern", "**/*.bicep"));

    [Fact]
    public async Task A_misspelt_property_is_noticed()
    {
        var file = _infra.PathOf(Path.Combine("modules", "app.bicep"));
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("httpsOnly", "httpOnly"));
        var (_, output) = await _infra.RunAsync("build", "--pattern", "**/*.bicep");
        Assert.Contains("BCP089", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parameters_fit_the_template()
    {
        var (exitCode, output) = await _infra.RunAsync(
            "build-params",
            "main.bicepparam",
            "--outfile",
            "parameters.json"
        );
        Assert.Equal((0, ""), (exitCode, output));
        using var parameters = JsonDocument.Parse(await File.ReadAllTextAsync(_infra.PathOf("parameters.json")));
        Assert.True(parameters.RootElement.GetProperty("parameters").TryGetProperty("name", out _));
    }

    [Fact]
    public async Task Every_file_is_formatted()
    {
        Assert.Contains(_infra.Files, file => file.EndsWith(".bicepparam", StringComparison.Ordinal));
        Assert.Equal((0, ""), await _infra.RunAsync("format", "--pattern", "**/*.bicep"));
        Assert.Equal((0, ""), await _infra.RunAsync("format", "main.bicepparam"));
        var changed = _infra.Files.Where(file => File.ReadAllText(_infra.PathOf(file)) != InfraCopy.TextOf(file));
        Assert.True(!changed.Any(), $"Run `bicep format` on: {string.Join(", ", changed)}");
    }
}
