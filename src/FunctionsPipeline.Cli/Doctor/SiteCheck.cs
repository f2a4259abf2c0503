using System.Globalization;
using System.Net;
using System.Xml;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>The site as a reader's program meets it: reached, by https, and with feeds that can be read.</summary>
internal sealed class SiteCheck(HttpClient http, ISiteSettingsSource settings) : IDoctorCheck
{
    public string Name => "site";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var results = new List<CheckResult>();
        foreach (var url in new[] { site.Url, site.FunctionsUrl }.Distinct())
        {
            if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
                results.Add(
                    CheckResult.Failed(
                        $"{url} is not https: what readers type and the links in their mails can be read on the way.",
                        "Use the https address, in site.yml or in the app's settings."
                    )
                );
        }
        var atom = SiteAddresses.FeedsOf(site).First(f => f.Type == "application/atom+xml").Href;
        try
        {
            using var answer = await http.GetAsync(atom, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.OK)
                results.Add(
                    CheckResult.Failed(
                        string.Create(CultureInfo.InvariantCulture, $"{atom} answers {(int)answer.StatusCode}."),
                        "Publish an article, and see that the site's address in site.yml is the one that serves '$web'."
                    )
                );
            else
                results.Add(await FeedResultAsync(atom, answer, cancellationToken));
        }
        catch (HttpRequestException e)
        {
            results.Add(
                CheckResult.Failed(
                    $"{site.Url} is not reached: {e.Message}",
                    "See that the address in site.yml is right, and that its certificate is valid."
                )
            );
        }
        return results;
    }

    private static async Task<CheckResult> FeedResultAsync(
        string address,
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        const string atom = "http://www.w3.org/2005/Atom";
        try
        {
            await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
            using var reader = XmlReader.Create(
                content,
                new XmlReaderSettings
                {
                    Async = true,
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    MaxCharactersInDocument = 20_000_000,
                }
            );
            var entries = 0;
            await reader.MoveToContentAsync();
            if (reader.LocalName != "feed" || reader.NamespaceURI != atom)
                return NoFeed($"it begins with <{reader.LocalName}>");
            while (await reader.ReadAsync())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "entry", NamespaceURI: atom })
                    entries++;
            }
            return CheckResult.Ok(
                string.Create(CultureInfo.InvariantCulture, $"The site is reached, and its feed has {entries} entries.")
            );
        }
        catch (XmlException e)
        {
            return NoFeed(e.Message);
        }

        CheckResult NoFeed(string why) =>
            CheckResult.Failed(
                $"{address} is no feed: {why}.",
                "See what serves this address: it is not the app's '$web'."
            );
    }
}
