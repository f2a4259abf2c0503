using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

/// <summary>What stops a start, and that the message says what, where and how to fix it.</summary>
public sealed class StartErrorTests : HostTest
{
    [Fact]
    public async Task Everything_that_is_wrong_is_reported_at_once()
    {
        var message = await FailAsync(
            (Options("OnSetting", "OnMessage", "Keyed") with { EnvironmentName = "Production" }).With(
                ("Schedule", "every day"),
                ("Queue", "Upper_Case"),
                ("AzureWebJobsStorage", null)
            )
        );
        Assert.Contains("'every day' is not a schedule", message);
        Assert.Contains("'Upper_Case' is not a queue's name", message);
        Assert.Contains("LocalHost__Keys__Functions__Keyed", message);
        Assert.Contains("Connection 'AzureWebJobsStorage' is not set", message);
        Assert.Contains("needed by: OnMessage, OnSetting", message);
    }

    [Fact]
    public async Task What_a_disabled_function_needs_is_not_asked_for()
    {
        await using var host = await StartAsync(
            Options("Ping").With(("AzureWebJobsStorage", null), ("Schedule", null), ("Queue", null))
        );
        Assert.Equal(["Ping"], host.Functions);
    }

    [Fact]
    public async Task A_setting_that_an_attribute_names_and_that_is_missing_is_reported() =>
        Assert.Contains(
            "'%Schedule%' names the setting Schedule, which is not set",
            await FailAsync(Options("OnSetting").With(("Schedule", null)))
        );

    [Fact]
    public async Task A_connection_string_that_is_none_is_not_repeated()
    {
        var message = await FailAsync(Options("OnMessage").With(("AzureWebJobsStorage", "AccountKey=verysecret")));
        Assert.Contains("'AzureWebJobsStorage' is set, but is not a storage connection string", message);
        Assert.DoesNotContain("verysecret", message);
    }

    [Theory]
    [InlineData("AzureFunctionsWebHost__hostid", "Upper_Case", "AzureFunctionsWebHost__hostid")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "soon", "functionTimeout of host.json")]
    [InlineData("LocalHost__LockDuration", "00:00:01", "LocalHost__LockDuration")]
    [InlineData("LocalHost__BlobWatchInterval", "often", "LocalHost__BlobWatchInterval")]
    [InlineData("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "-1", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT")]
    public async Task A_setting_out_of_range_is_refused_by_name(string setting, string value, string name)
    {
        var message = await FailAsync(Options("Ping").With((setting, value)));
        Assert.Contains(name, message);
        Assert.Contains($"'{value}'", message);
    }

    [Fact]
    public async Task A_folder_that_is_no_app_is_refused()
    {
        Assert.Contains(
            "does not exist",
            await FailAsync(Options("Ping") with { AppFolder = Path.Combine(TestApp.Folder, "nowhere") })
        );
        Assert.Contains("worker.config.json", await FailAsync(Options("Ping") with { AppFolder = Path.GetTempPath() }));
        Assert.Contains(
            "http only",
            await FailAsync(Options("Ping") with { Address = new Uri("https://127.0.0.1:0") })
        );
    }

    [Fact]
    public async Task A_host_json_that_is_no_json_is_refused()
    {
        using var app = CopiedApp.WithHostJson("{");
        Assert.Contains(
            "host.json is not valid JSON",
            await FailAsync(Options("Ping") with { AppFolder = app.Folder })
        );
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var first = await StartAsync("Ping");
        var message = await FailAsync(Options("Ping") with { Address = first.Address });
        Assert.Contains($"{first.Address} is in use", message);
        Assert.Contains("--urls", message);
    }

    [Fact]
    public async Task Local_settings_are_read_in_development_and_other_sources_win()
    {
        using var app = CopiedApp.With(
            "local.settings.json",
            """{"IsEncrypted":false,"Values":{"Schedule":"every day","Queue":"Also_Wrong"}}"""
        );
        var options = Options("OnSetting", "OnMessage") with { AppFolder = app.Folder };
        var settings = options.Settings.Where(each => each.Key != "Schedule").ToDictionary();
        var message = await FailAsync(options with { Settings = settings });
        Assert.Contains("every day", message);
        Assert.DoesNotContain("Also_Wrong", message);
        Assert.Contains(
            "which is not set",
            await FailAsync(options with { Settings = settings, EnvironmentName = "Production" })
        );
    }

    private static async Task<string> FailAsync(LocalHostOptions options)
    {
        var failure = await Assert.ThrowsAsync<LocalHostException>(() => StartAsync(options));
        Assert.DoesNotContain("   at ", failure.Message);
        return failure.Message;
    }
}
