using System.Globalization;
using System.Text;
using FunctionsPipeline.Cli.Migrate;
using FunctionsPipeline.Cli.Migrate.Ghost;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.WordPress;

namespace FunctionsPipeline.Cli.Tests.Migrate;

/// <summary>Exports of any size are read post by post, never as a whole.</summary>
public class StreamingTests
{
    private const int Posts = 20_000;

    [Fact]
    public async Task Rows_of_a_large_json_file_come_while_it_is_read()
    {
        var json = Many(
            """{"db":[{"data":{"posts":[""",
            i => $$"""{{(i == 0 ? "" : ",")}}{"id":"{{i}}","html":"<p>Words that fill a post.</p>"}""",
            "]}}]}"
        );
        var (file, read) = Counting("ghost.json", json);

        var count = 0;
        await foreach (var (table, row) in new JsonRows(file).ReadAsync(default))
        {
            Assert.Equal(
                ("posts", count.ToString(CultureInfo.InvariantCulture)),
                (table, row.GetProperty("id").GetString())
            );
            if (count == Posts / 2)
                Assert.InRange(read(), json.Length * 0.3, json.Length * 0.75);
            count++;
        }
        Assert.Equal(Posts, count);
    }

    [Fact]
    public async Task Entries_of_a_large_xml_file_come_while_it_is_read()
    {
        var xml = Many(
            "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\n",
            i =>
                $"<item><title>{i}</title><content:encoded><![CDATA[Words that fill a post.]]></content:encoded></item>\n",
            "</channel></rss>"
        );
        var (file, read) = Counting("site.xml", xml);

        var count = 0;
        await foreach (var item in new WxrFile(file, skipBroken: false, new MigrationReport()).ItemsAsync(default))
        {
            Assert.Equal((count.ToString(CultureInfo.InvariantCulture), count + 2), (item.Title, item.Line));
            if (count == Posts / 2)
                Assert.InRange(read(), xml.Length * 0.4, xml.Length * 0.6);
            count++;
        }
        Assert.Equal(Posts, count);
    }

    private static byte[] Many(string head, Func<int, string> one, string tail)
    {
        var text = new StringBuilder(head);
        for (var i = 0; i < Posts; i++)
            text.Append(one(i));
        return Encoding.UTF8.GetBytes(text.Append(tail).ToString());
    }

    private static (ExportFile File, Func<long> Read) Counting(string name, byte[] content)
    {
        MemoryStream? opened = null;
        return (new ExportFile(name, content.Length, () => opened = new MemoryStream(content)), () => opened!.Position);
    }
}
