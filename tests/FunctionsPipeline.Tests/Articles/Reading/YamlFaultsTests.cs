using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings.Yaml;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>Texts over which the YAML library throws something that is not its own; a property test found them.</summary>
public sealed class YamlFaultsTests
{
    [Theory]
    [InlineData(": [\n\u200B")]
    [InlineData("tags: !!]")]
    public void A_text_that_breaks_off_is_a_finding_with_its_line(string yaml)
    {
        var (article, settings) = (new List<Finding>(), new List<Finding>());

        Assert.Null(YamlFrontMatter.Parse(yaml, 2, article));
        Assert.Null(YamlFile.Parse(yaml, settings));

        Assert.InRange(Assert.Single(article).Line!.Value, 2, 3);
        Assert.NotNull(Assert.Single(settings).Line);
    }
}
