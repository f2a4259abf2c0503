using NetArchTest.Rules;

namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>
/// Dependencies point inwards, between projects and between the domain's folders, by what the compiled code uses.
/// </summary>
public sealed class DependencyDirectionTests
{
    private const string Domain = "FunctionsPipeline";

    /// <summary>Each assembly, and the projects of ours that it may use.</summary>
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        [Domain] = [],
        ["FunctionsPipeline.AzureStorage"] = [Domain],
        ["FunctionsPipeline.SendGrid"] = [Domain],
        ["FunctionsPipeline.LocalHost"] = [],
        ["FunctionsPipeline.LocalDev"] =
        [
            Domain,
            "FunctionsPipeline.AzureStorage",
            "FunctionsPipeline.LocalHost",
            "FunctionsPipeline.SendGrid",
        ],
        ["fp"] = [Domain, "FunctionsPipeline.AzureStorage", "FunctionsPipeline.SendGrid"],
        ["FunctionsPipeline.Functions"] = [Domain, "FunctionsPipeline.AzureStorage", "FunctionsPipeline.SendGrid"],
    };

    /// <summary>What each folder of the domain may use, beside <see cref="Leaves"/>, which all may use.</summary>
    private static readonly Dictionary<string, string[]> Folders = new(StringComparer.Ordinal)
    {
        ["Storage"] = [],
        ["Findings"] = [],
        ["Input"] = [],
        ["Telemetry"] = [],
        ["Mail"] = [],
        ["Settings"] = [],
        ["Branding"] = [],
        ["Localization"] = [],
        ["Housekeeping"] = [],
        ["Terms"] = [],
        ["Articles"] = [],
        ["Pictures"] = ["Articles"],
        ["Catalog"] = ["Articles", "Pictures"],
        ["Site"] = ["Articles", "Catalog"],
        ["Syndication"] = ["Articles", "Catalog"],
        ["Subscribers"] = [],
        ["Newsletters"] = ["Articles", "Catalog", "Subscribers"],
        ["Publishing"] = ["Articles", "Catalog", "Pictures", "Site"],
        ["Sources"] = ["Articles", "Catalog", "Syndication", "Publishing"],
        ["Integration"] = ["Articles", "Catalog", "Site", "Syndication", "Newsletters", "Publishing", "Sources"],
        ["Desk"] =
        [
            "Articles",
            "Catalog",
            "Site",
            "Syndication",
            "Subscribers",
            "Newsletters",
            "Publishing",
            "Sources",
            "Integration",
        ],
    };

    private static readonly string[] Leaves =
    [
        "Storage",
        "Findings",
        "Input",
        "Telemetry",
        "Mail",
        "Settings",
        "Branding",
        "Localization",
        "Housekeeping",
        "Terms",
    ];

    private static readonly string[] VendorsAndWeb = ["Azure", "SendGrid", "Microsoft.Azure", "Microsoft.AspNetCore"];

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    public static TheoryData<string> FolderNames => [.. Folders.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_uses_only_what_lies_inwards(string project) =>
        Assert.Empty(
            Uses(TypesOf(project), [.. Projects.Keys.Except([project, .. Projects[project]]).SelectMany(NamespacesOf)])
        );

    [Fact]
    public void The_domain_knows_no_vendor_and_no_web() => Assert.Empty(Uses(TypesOf(Domain), VendorsAndWeb));

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void SendGrids_package_is_used_by_its_adapter_alone(string project) =>
        Assert.Equal(project == "FunctionsPipeline.SendGrid", Uses(TypesOf(project), ["SendGrid"]).Any());

    [Theory]
    [MemberData(nameof(FolderNames))]
    public void A_folder_of_the_domain_uses_only_what_it_may(string folder)
    {
        string[] allowed = Leaves.Contains(folder)
            ? [folder, .. LeafUses(folder)]
            : [folder, .. Leaves, .. Folders[folder]];

        Assert.Empty(FolderUses(folder, [.. Folders.Keys.Except(allowed)]));
    }

    /// <summary>One article is read, linted and rendered without any storage.</summary>
    [Fact]
    public void Articles_use_no_storage() => Assert.Empty(FolderUses("Articles", ["Storage"]));

    [Fact]
    public void Every_folder_of_the_domain_has_its_place_in_the_order() =>
        Assert.Equal(
            Folders.Keys.Order(),
            TypesOf(Domain)
                .GetTypes()
                .Select(t => t.FullName.Split('.'))
                .Where(n => n[0] == Domain && n.Length > 2)
                .Select(n => n[1])
                .Distinct()
                .Order()
        );

    /// <summary>Each kind of rule, held against code that is known to break it.</summary>
    [Fact]
    public void A_violation_is_found()
    {
        Assert.NotEmpty(Uses(TypesOf("FunctionsPipeline.SendGrid"), NamespacesOf(Domain)));
        Assert.NotEmpty(Uses(TypesOf("FunctionsPipeline.Functions"), NamespacesOf("FunctionsPipeline.AzureStorage")));
        Assert.All(
            [
                ("FunctionsPipeline.AzureStorage", "Azure"),
                ("FunctionsPipeline.Functions", "Microsoft.Azure"),
                ("FunctionsPipeline.Functions", "Microsoft.AspNetCore"),
            ],
            planted => Assert.NotEmpty(Uses(TypesOf(planted.Item1), [planted.Item2]))
        );
        Assert.All(
            Folders.SelectMany(f => f.Value.Select(used => (f.Key, used))),
            planted => Assert.NotEmpty(FolderUses(planted.Key, [planted.used]))
        );
    }

    private static Types TypesOf(string assembly) =>
        Types.FromFile(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

    /// <summary>The domain's root is the beginning of every project's name, so that its folders stand for it.</summary>
    private static string[] NamespacesOf(string assembly) =>
        assembly switch
        {
            Domain => [.. Folders.Keys.Select(f => $"{Domain}.{f}")],
            "fp" => ["FunctionsPipeline.Cli"],
            _ => [assembly],
        };

    private static IEnumerable<string> FolderUses(string folder, string[] others) =>
        Uses(TypesOf(Domain), [.. others.Select(o => $"{Domain}.{o}")], $"{Domain}.{folder}");

    /// <returns>The types that use any of these namespaces.</returns>
    private static IEnumerable<string> Uses(Types types, string[] namespaces, string within = "") =>
        (within.Length == 0 ? types.ShouldNot() : types.That().ResideInNamespace(within).ShouldNot())
            .HaveDependencyOnAny(namespaces)
            .GetResult()
            .FailingTypes.Select(t => t.FullName);

    /// <summary>
    /// Leaves among themselves, in one direction: Branding shows what Settings say, Settings name mailboxes, all report
    /// findings.
    /// </summary>
    private static string[] LeafUses(string leaf) =>
        leaf switch
        {
            "Branding" => ["Settings", "Localization", "Storage", "Findings", "Input", "Terms"],
            "Settings" => ["Localization", "Storage", "Findings", "Input", "Mail", "Terms"],
            "Localization" => ["Findings"],
            "Input" => ["Findings"],
            "Housekeeping" => ["Storage", "Telemetry"],
            _ => [],
        };
}
