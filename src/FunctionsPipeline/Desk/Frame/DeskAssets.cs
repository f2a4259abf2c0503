using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Site;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Desk;

/// <summary>
/// The desk's style sheet and script. Their names hold a hash of the content, so that browsers keep them for long and still
/// load new ones after an update.
/// </summary>
public sealed record DeskAsset(string Name, string ContentType, byte[] Content)
{
    /// <summary>The site's own look, then what only the desk has.</summary>
    public static DeskAsset Style { get; } =
        Of(
            "desk",
            "css",
            "text/css; charset=utf-8",
            BuiltInTemplates.StyleSheet + Embedded.Text("Desk/Frame/desk.css")
        );

    public static DeskAsset Script { get; } =
        Of("desk", "js", "text/javascript; charset=utf-8", Embedded.Text("Desk/Frame/desk.js"));

    /// <param name="isCurrent">
    /// False for the name that another version of the app gave it: it may be shown once, and not kept.
    /// </param>
    /// <returns>Null if there is no such file.</returns>
    public static DeskAsset? Find(string name, out bool isCurrent)
    {
        var found = new[] { Style, Script }.FirstOrDefault(asset =>
            asset.Name.Split('.') is var own
            && name.Split('.') is { Length: 3 } asked
            && asked[0] == own[0]
            && asked[2] == own[2]
        );
        isCurrent = found?.Name == name;
        return found;
    }

    private static DeskAsset Of(string name, string extension, string contentType, string text) =>
        new($"{name}.{Sha256Hex.Of(text, 8)}.{extension}", contentType, Encoding.UTF8.GetBytes(text));
}
