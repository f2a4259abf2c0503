using System.Runtime.CompilerServices;
using System.Xml;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>
/// Reads an export item by item, so that its size does not matter. Document types are refused, and with them all entities
/// that an export could define.
/// </summary>
internal sealed class WxrFile(ExportFile file, bool skipBroken, MigrationReport report)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The old site's address, as far as it was read.</summary>
    public string? Site { get; private set; }

    /// <summary>Names of authors by their login, as far as they were read.</summary>
    public Dictionary<string, string> Authors { get; } = new(StringComparer.Ordinal);

    /// <exception cref="MigrationException">The file is broken, and broken entries are not to be skipped.</exception>
    public async IAsyncEnumerable<WxrItem> ItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = 0;
        while (true)
        {
            await using var content = file.Open();
            using var text = await WxrText.FromAsync(content, from, cancellationToken);
            if (text is null)
                yield break;
            using var reader = XmlReader.Create(text, Settings);
            var broken = (XmlException?)null;
            while (broken is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WxrItem? item = null;
                try
                {
                    item = await NextAsync(reader, text.LineOffset);
                    if (item is null)
                        yield break;
                }
                catch (XmlException e)
                {
                    broken = e;
                }
                if (item is not null)
                    yield return item;
            }
            if (broken.Message.Contains("DTD", StringComparison.Ordinal))
                throw new MigrationException(
                    $"'{file.Path}' defines a document type (DTD), which no export of WordPress does. Download it again from the old site.",
                    broken
                );
            var line = broken.LineNumber + text.LineOffset;
            Complain(broken, line);
            from = Math.Max(line, from + 1);
        }
    }

    private void Complain(XmlException broken, int line)
    {
        if (!skipBroken)
            throw new MigrationException(
                $"'{file.Path}' is broken on line {line}: {broken.Message.Split('.')[0]}. Download it again, or add --skip-broken to carry over all other entries.",
                broken
            );
        report.Add(
            file.Path,
            line,
            $"The entry around this line is broken ({broken.Message.Split('.')[0]}); it was left out."
        );
    }

    /// <returns>Null at the end.</returns>
    private async Task<WxrItem?> NextAsync(XmlReader reader, int offset)
    {
        if (reader.ReadState == ReadState.Initial)
            await reader.ReadAsync();
        // What reads an element leaves the reader behind it.
        while (!reader.EOF)
        {
            switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
            {
                case "item":
                    return await ItemAsync(reader, offset);
                case "base_blog_url":
                    Site = (await reader.ReadElementContentAsStringAsync()).Trim();
                    break;
                case "author" when reader.Prefix == "wp":
                    await AuthorAsync(reader);
                    break;
                default:
                    await reader.ReadAsync();
                    break;
            }
        }
        return null;
    }

    private async Task AuthorAsync(XmlReader reader)
    {
        var (login, name) = ("", "");
        await ChildrenAsync(
            reader,
            async () =>
            {
                var key = reader.LocalName;
                var value = (await reader.ReadElementContentAsStringAsync()).Trim();
                if (key == "author_login")
                    login = value;
                else if (key == "author_display_name")
                    name = value;
            }
        );
        if (login.Length > 0 && name.Length > 0)
            Authors[login] = name;
    }

    private static async Task<WxrItem> ItemAsync(XmlReader reader, int offset)
    {
        var item = new WxrItem { Line = LineOf(reader, offset) };
        await ChildrenAsync(reader, () => FieldAsync(reader, item, offset));
        return item;
    }

    private static async Task FieldAsync(XmlReader reader, WxrItem item, int offset)
    {
        var (name, space) = (reader.LocalName, reader.NamespaceURI);
        switch (name)
        {
            case "comment":
                item.Comments++;
                await reader.SkipAsync();
                return;
            case "postmeta":
                await MetaAsync(reader, item);
                return;
            case "category":
                var domain = reader.GetAttribute("domain");
                var term = (await reader.ReadElementContentAsStringAsync()).Trim();
                if (domain is "category" or "post_tag" or "tag" or null && term != "Uncategorized")
                    item.Terms.Add(term);
                return;
            case "encoded" when !space.Contains("excerpt", StringComparison.Ordinal):
                item.ContentLine = LineOf(reader, offset);
                item.Content = await reader.ReadElementContentAsStringAsync();
                return;
        }
        var value = await reader.ReadElementContentAsStringAsync();
        switch (name)
        {
            case "encoded":
                item.Excerpt = value;
                break;
            case "title":
                item.Title = value.Trim();
                break;
            case "link":
                item.Link = value.Trim();
                break;
            case "creator":
                item.Creator = value.Trim();
                break;
            case "pubDate":
                item.PubDate = value.Trim();
                break;
            case "post_id":
                item.Id = value.Trim();
                break;
            case "post_date":
                item.Date = value.Trim();
                break;
            case "post_date_gmt":
                item.DateGmt = value.Trim();
                break;
            case "post_name":
                item.Name = value.Trim();
                break;
            case "status":
                item.Status = value.Trim();
                break;
            case "post_type":
                item.Type = value.Trim();
                break;
            case "post_password":
                item.Password = value;
                break;
            case "post_parent":
                item.Parent = value.Trim();
                break;
            case "attachment_url":
                item.AttachmentUrl = value.Trim();
                break;
        }
    }

    private static async Task MetaAsync(XmlReader reader, WxrItem item)
    {
        var (key, value) = ("", "");
        await ChildrenAsync(
            reader,
            async () =>
            {
                var name = reader.LocalName;
                var text = await reader.ReadElementContentAsStringAsync();
                if (name == "meta_key")
                    key = text;
                else if (name == "meta_value")
                    value = text;
            }
        );
        item.Meta[key] = value;
    }

    /// <summary>Calls for each child element; the call reads it whole and leaves the reader behind it.</summary>
    private static async Task ChildrenAsync(XmlReader reader, Func<Task> child)
    {
        if (reader.IsEmptyElement)
        {
            await reader.ReadAsync();
            return;
        }
        await reader.ReadAsync();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
                await child();
            else if (!await reader.ReadAsync())
                throw new XmlException(
                    "The file ends early",
                    null,
                    ((IXmlLineInfo)reader).LineNumber,
                    ((IXmlLineInfo)reader).LinePosition
                );
        }
        await reader.ReadAsync();
    }

    private static int LineOf(XmlReader reader, int offset) => ((IXmlLineInfo)reader).LineNumber + offset;
}
