using FunctionsPipeline.LocalDev.Azurite;
using Spectre.Console;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>Where everything is, printed at the start.</summary>
internal static class Signposts
{
    public static void Print(LocalPipeline pipeline, TextWriter output)
    {
        var address = pipeline.Host.Address;
        List<(string What, string Where)> rows =
        [
            ("the site", address.AbsoluteUri),
            ("the form to subscribe", new Uri(address, "api/subscribe").AbsoluteUri),
            ("every drop and its answer", new Uri(address, "local/").AbsoluteUri),
            (
                "mail: the local inbox",
                pipeline.Mail?.Address.AbsoluteUri ?? "none: mail goes to the provider that the settings name"
            ),
            ("drop articles into", "container articles"),
            ("settings", "container settings: site.yml, and READ-ME.md beside it"),
            (
                "storage",
                AzuriteConnection.IsDevelopment(pipeline.Storage)
                    ? AzuriteConnection.Development
                    : "the account of AzureWebJobsStorage"
            ),
        ];
        if (AzuriteConnection.IsDevelopment(pipeline.Options.Storage))
            rows.Add(("its data, kept between runs", Path.GetFullPath(LocalStorage.DataFolder)));
        var console = Terminal.Of(output);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        foreach (var (what, where) in rows)
            grid.AddRow($"  {Markup.Escape(what)}", Markup.Escape(where));
        console.Write(grid);
    }
}
