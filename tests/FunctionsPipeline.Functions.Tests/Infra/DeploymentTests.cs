using FunctionsPipeline.Functions.Tests.Infra.Bicep;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>What the templates evaluate to where it depends on parameters.</summary>
public sealed class DeploymentTests
{
    private const string Site = "Microsoft.Web/sites";

    [Fact]
    public async Task Without_optional_parameters_there_is_no_front_door_no_alert_and_no_persons_role()
    {
        var plain = await ReadAsync(Snapshots.Plain);
        Assert.Empty(plain.All("Microsoft.Cdn/profiles"));
        Assert.Empty(plain.All("Microsoft.Insights/scheduledQueryRules"));
        Assert.Empty(plain.All("Microsoft.Consumption/budgets"));
        Assert.All(RoleAssignment.In(plain), role => Assert.Equal(RoleAssignment.App, role.To));
        Assert.Equal("1", plain.Settings["TrustedProxies"]);
        Assert.Equal("Allow", plain.Value(Site, "siteConfig.ipSecurityRestrictionsDefaultAction")?.GetString());
    }

    /// <summary>Event Grid calls the app by its own name, past Front Door.</summary>
    [Fact]
    public async Task With_front_door_the_app_answers_only_it_and_event_grid()
    {
        var full = await ReadAsync(Snapshots.Full);
        Assert.Equal("2", full.Settings["TrustedProxies"]);
        Assert.Equal("Deny", full.Value(Site, "siteConfig.ipSecurityRestrictionsDefaultAction")?.GetString());
        var rules = full.Value(Site, "siteConfig.ipSecurityRestrictions")!.Value.EnumerateArray();
        Assert.Equal(
            ["AzureFrontDoor.Backend", "AzureEventGrid"],
            rules.Select(rule => rule.GetProperty("ipAddress").GetString())
        );
    }

    private static async Task<Deployment> ReadAsync(string snapshot) => new((await Snapshots.ReadAsync())[snapshot]);
}
