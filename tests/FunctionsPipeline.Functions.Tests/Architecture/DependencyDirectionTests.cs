using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>Dependencies point inwards: between projects by metadata, between the domain's folders by their usings.</summary>
public sealed partial class DependencyDirectionTests
{
    /// <summary>What each project may refer to of ours.</summary>
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["FunctionsPipeline"] = [],
        ["FunctionsPipeline.AzureStorage"] = ["FunctionsPipeline"],
        ["FunctionsPipeline.SendGrid"] = ["FunctionsPipeline"],
        ["FunctionsPipeline.LocalHost"] = [],
        ["FunctionsPipeline.LocalDev"] = ["FunctionsPipeline", "FunctionsPipeline.AzureStorage", "FunctionsPipeline.LocalHost", "FunctionsPipeline.SendGrid"],
        ["fp"] = ["FunctionsPipeline", "FunctionsPipeline.AzureStorage", "FunctionsPipeline.SendGrid"],
        ["FunctionsPipeline.Functions"] =
            ["FunctionsPipeline", "FunctionsPipeline.AzureStorage", "FunctionsPipeline.SendGrid"],
    };

    /// <summary>What each folder of the domain may use, beside <see cref="Leaves"/>, which all may use.</summary>
    private static readonly Dictionary<string, string[]> Folders = new(StringComparer.Ordinal)
    {
        ["Storage"] = [],
        ["Findings"] = [],
        ["Telemetry"] = [],
        ["Mail"] = [],
        ["Settings"] = [],
        ["Branding"] = [],
        ["Housekeeping"] = [],
        ["Articles"] = [],
        ["Site"] = ["Articles"],
        ["Syndication"] = ["Articles"],
        ["Subscribers"] = [],
        ["Newsletters"] = ["Articles", "Subscribers"],
        ["Publishing"] = ["Articles", "Site", "Newsletters", "Syndication"],
    };

    private static readonly string[] Leaves = ["Storage", "Findings", "Telemetry", "Mail", "Settings", "Branding", "Housekeeping"];

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    public static TheoryData<string> FolderNames => [.. Folders.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_refers_only_inwards(string project)
    {
        using var assembly = new AssemblyFacts(project);

        var ours = assembly.References.Where(r => r.StartsWith("FunctionsPipeline", StringComparison.Ordinal));

        Assert.Empty(ours.Except(Projects[project]));
    }

    [Fact]
    public void The_domain_knows_no_vendor_and_no_web()
    {
        using var domain = new AssemblyFacts("FunctionsPipeline");

        Assert.Empty(domain.References.Where(r => r.StartsWith("Azure.", StringComparison.Ordinal)
            || r.StartsWith("SendGrid", StringComparison.Ordinal)
            || r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || r.StartsWith("Microsoft.Azure", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void SendGrids_package_is_used_by_its_adapter_alone_and_what_it_brings_by_no_project(string project)
    {
        using var assembly = new AssemblyFacts(project);

        var used = assembly.References.Where(r => r is "SendGrid" or "Newtonsoft.Json" or "StarkbankEcdsa");

        Assert.Equal(project == "FunctionsPipeline.SendGrid" ? ["SendGrid"] : [], used);
    }

    [Theory]
    [MemberData(nameof(FolderNames))]
    public void A_folder_of_the_domain_uses_only_what_it_may(string folder)
    {
        var root = Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline");
        var path = Path.Combine(root, folder);
        if (!Directory.Exists(path))
            return;
        HashSet<string> allowed = Leaves.Contains(folder) ? [folder, .. LeafUses(folder)] : [folder, .. Leaves, .. Folders[folder]];

        var wrong = Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => DomainUse().Matches(File.ReadAllText(f)).Select(m => (File: Path.GetRelativePath(root, f), Uses: m.Groups["folder"].Value)))
            .Where(u => Folders.ContainsKey(u.Uses) && !allowed.Contains(u.Uses));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_the_domain_has_its_place_in_the_order()
    {
        var root = Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline");
        var folders = Directory.EnumerateDirectories(root).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj"));

        Assert.Empty(folders.Except(Folders.Keys));
    }

    /// <summary>Leaves among themselves, in one direction: Branding shows what Settings say, Settings name mailboxes, all report findings.</summary>
    private static string[] LeafUses(string leaf) => leaf switch
    {
        "Branding" => ["Settings", "Storage", "Findings"],
        "Settings" => ["Storage", "Findings", "Mail"],
        "Housekeeping" => ["Storage", "Telemetry"],
        _ => [],
    };

    [GeneratedRegex(@"\bFunctionsPipeline\.(?<folder>[A-Z][A-Za-z]+)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DomainUse();
}
