using System.Text;
using FunctionsPipeline.Benchmarks.Fuzzing.Judging;

namespace FunctionsPipeline.Tests.Fuzzing;

/// <summary>A judge that lets everything pass finds nothing: each kind of harm is found once.</summary>
public sealed class JudgeTests
{
    [Theory]
    [InlineData("<script>x</script>")]
    [InlineData("<script type=\"application/ld+json\">{</script>")]
    [InlineData("<img src=\"a.png\" alt=\"\" onerror=\"x\">")]
    [InlineData("<a href=\"javascript:x\">a</a>")]
    [InlineData("<a href=\" java\tscript:x\">a</a>")]
    [InlineData("<a href=\"data:text/html,x\">a</a>")]
    [InlineData("<a href=\"blob:https://clinic.example/x\">a</a>")]
    [InlineData("<img src=\"https://other.example/a.png\">")]
    [InlineData("<img src=\"\\\\other.example/a.png\">")]
    [InlineData("<img srcset=\"a.png 2x\">")]
    [InlineData("<img srcset=\"https://clinic.example/a.png 480w, https://other.example/a.png 800w\">")]
    [InlineData("<form action=\"/\"><button formaction=\"/\">a</button></form>")]
    [InlineData("<svg><a xlink:href=\"/\">a</a></svg>")]
    [InlineData("<p style=\"background:url(/a.png)\">a</p>")]
    [InlineData("<style>@import \"/a.css\";</style>")]
    [InlineData("<meta http-equiv=\"refresh\" content=\"0\">")]
    [InlineData("<link rel=\"stylesheet\" href=\"/a.css\">")]
    [InlineData("<iframe src=\"https://clinic.example/\"></iframe>")]
    [InlineData("<base href=\"/\">")]
    [InlineData("<input name=\"a\">")]
    [InlineData("<p data-x=\"a\">a</p>")]
    [InlineData("</div>a")]
    [InlineData("<!-- a")]
    public void Harm_is_found(string html) => Assert.NotNull(Judge("named.example").Fragment("part", html));

    [Theory]
    [InlineData(
        "<p class=\"a\">a<br><a href=\"https://named.example/\">b</a> <a href=\"mailto:a@b.c\">c</a> <a href=\"#d\">d</a></p>"
    )]
    [InlineData("<img src=\"https://clinic.example/a.png\" alt=\"a\" loading=\"lazy\">")]
    [InlineData("<iframe src=\"https://player.vimeo.com/video/1\" title=\"a\" allowfullscreen></iframe>")]
    public void Harmless_markup_passes(string html) => Assert.Null(Judge("named.example").Fragment("part", html));

    [Theory]
    [InlineData("n&#97;med.example")]
    [InlineData("n%61med.example")]
    [InlineData("NAMED\\.example")]
    [InlineData("ⓝamed.example")]
    [InlineData("n\\x61med.ex\\aample")]
    public void A_host_may_be_written_in_any_form(string input) =>
        Assert.Null(Judge(input).Fragment("part", "<a href=\"//named.example/\">a</a>"));

    [Fact]
    public void A_host_may_be_written_partly_in_ASCII() =>
        Assert.Null(Judge("www.xn--mnchen-3ya.ì").Fragment("part", "<a href=\"//www.xn--mnchen-3ya.xn--dda/\">a</a>"));

    [Theory]
    [InlineData("<rect onclick=\"x\"/>")]
    [InlineData("<script/>")]
    [InlineData("<use href=\"//named.example/a\"/>")]
    [InlineData("<rect fill=\"url(//named.example/a)\"/>")]
    [InlineData("<style>.a{fill:url( 'a.svg')}</style>")]
    [InlineData("<b xmlns=\"http://www.w3.org/1999/xhtml\"/>")]
    [InlineData("<?a b?>")]
    public void A_drawing_that_does_more_than_draw_is_found(string inside) =>
        Assert.NotNull(
            DrawingJudge.ProblemOf(Encoding.UTF8.GetBytes($"<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>"))
        );

    private static HtmlJudge Judge(string input) =>
        new(new Evidence(Encoding.UTF8.GetBytes(input), "clinic.example", "player.vimeo.com"));
}
