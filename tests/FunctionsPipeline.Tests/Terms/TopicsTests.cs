using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Tests.Terms;

public sealed class TopicsTests
{
    [Theory]
    [InlineData("back pain", "back-pain", true)]
    [InlineData("Back Pain", "back pain", true)]
    [InlineData("r\u00E9sum\u00E9", "resume", true)]
    [InlineData("children\u2019s health", "children's health", true)]
    [InlineData("\u91DD\u7078", "\u91DD\u7078", true)]
    [InlineData("\u91DD\u7078", "\u9F3B", false)]
    [InlineData("C", "C++", false)]
    [InlineData("back", "back pain", false)]
    public void Two_names_are_one_topic_if_they_share_a_page(string wanted, string tag, bool same)
    {
        Assert.Equal(same, Topics.Match([wanted], [tag]));
        Assert.Equal(same, Topics.Of([tag]).Overlaps(["something else", wanted]));
    }

    [Fact]
    public void Who_asks_for_no_topic_asks_for_all() => Assert.True(Topics.Match([], []));

    [Fact]
    public void What_has_no_topic_is_for_no_one_who_asks_for_one() => Assert.False(Topics.Match(["sleep"], []));
}
