using System.Text;
using System.Xml.Linq;
using FunctionsPipeline.Articles.Images.Drawings;

namespace FunctionsPipeline.Tests.Articles.Images;

public sealed class PlainDrawingTests
{
    private const string Open =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"8\" height=\"4\">";

    public static TheoryData<string> Refused =>
        [
            Open + "<script>alert(1)</script></svg>",
            Open + "<g><g><script href=\"data:,x\"/></g></g></svg>",
            "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><s:script>alert(1)</s:script></s:svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\" width=\"8\" height=\"4\"/>",
            "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]>" + Open + "</svg>",
            "<!DOCTYPE svg [<!ENTITY x \"<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>\">]>"
                + Open
                + "&x;</svg>",
            "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]>"
                + Open
                + "<title>&e;</title></svg>",
            "<?xml-stylesheet href=\"https://x.example/a.css\"?>" + Open + "</svg>",
            Open + "<a onclick=\"alert(1)\"><path d=\"M0 0\"/></a></svg>",
            Open + "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script></svg>",
            Open + "<foreignObject><script>alert(1)</script></foreignObject></svg>",
            Open + "<animate attributeName=\"href\" values=\"javascript:alert(1)\"/></svg>",
            Open + "<set attributeName=\"onload\" to=\"alert(1)\"/></svg>",
            Open + "<use href=\"https://x.example/a.svg#b\"/></svg>",
            Open + "<use xlink:href=\"data:image/svg+xml,x#b\"/></svg>",
            Open + "<use href=\"javascript:alert(1)\"/></svg>",
            Open + "<rect fill=\"url(https://x.example/)\"/></svg>",
            Open + "<rect style=\"fill:image-set('https://x.example/a.png' 1x)\"/></svg>",
            Open + "<rect style=\"background:url(//x.example/)\"/></svg>",
            "not a drawing",
            "<html><body/></html>",
            Open + "<g>",
            Open + "<title>&undeclared;</title></svg>",
            "+ADw-svg xmlns=+ACI-http://www.w3.org/2000/svg+ACI-+AD4-",
            "<?xml version=\"1.0\" encoding=\"utf-7\"?>" + Open + "</svg>",
            Open
                + string.Concat(Enumerable.Repeat("<g>", 200))
                + string.Concat(Enumerable.Repeat("</g>", 200))
                + "</svg>",
            Open + string.Concat(Enumerable.Repeat("<g/>", 60_000)) + "</svg>",
            Open + "<g id=\"a\"><use href=\"#a\"/></g></svg>",
            Open + "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g></svg>",
            Open + Nested("<use href=\"#{0}\"/>") + "</svg>",
            Open + Nested("<rect mask=\"url(#{0})\"/>") + "</svg>",
            Open + Nested("<rect style=\"fill:url(#{0})\"/>") + "</svg>",
            Open
                + "<filter id=\"f\">"
                + string.Concat(Enumerable.Repeat("<feGaussianBlur stdDeviation=\"9\"/>", 500))
                + "</filter></svg>",
            Open + "<filter id=\"f\"><feGaussianBlur stdDeviation=\"100000\"/></filter></svg>",
            Open + string.Concat(Enumerable.Repeat("<rect filter=\"url(#f)\"/>", 500)) + "</svg>",
            "<svg>" + new string(' ', 1024 * 1024) + "</svg>",
        ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_drawing_that_runs_loads_or_explodes_is_refused(string svg)
    {
        var drawing = Rebuild(svg);

        Assert.True(drawing.IsRefused, Encoding.UTF8.GetString(drawing.Svg.Span[..Math.Min(300, drawing.Svg.Length)]));
        Assert.Equal("unsafe-image", drawing.Finding!.Rule);
        Assert.Contains("'a.svg'", drawing.Finding.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Reduced =>
        new()
        {
            { Open + "<a xlink:href=\"https://x.example/\"><path d=\"M0 0\"/></a></svg>", "<path d=\"M0 0\" />" },
            { Open + "<image href=\"https://x.example/a.png\"/><path/></svg>", "<path />" },
            { Open + "<feImage href=\"https://x.example/a.png\"/><path/></svg>", "<path />" },
            {
                Open
                    + "<foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div></foreignObject><path/></svg>",
                "<path />"
            },
            { Open + "<style>@import 'https://x.example/a.css';</style><path/></svg>", "<style /><path />" },
            {
                Open + "<style>@font-face{src:url(https://x.example/a)} .a{fill:red}</style></svg>",
                "<style>.a{fill:red}\n</style>"
            },
            { Open + "<style>.a{fill:u\\72l(https://x.example)}</style></svg>", "<style />" },
            {
                Open + "<style>.a{fill:red;background:url(https://x.example)} .b{fill:image-set('a' 1x)}</style></svg>",
                "<style>.a{fill:red}\n</style>"
            },
            {
                Open + "<style><![CDATA[.a>.b{fill:url(#g)} /* </style> */ ]]></style></svg>",
                "<style>.a&gt;.b{fill:url(#g)}\n</style>"
            },
            {
                Open + "<rect style=\"fill:red;-inkscape-font-specification:Sans;behavior:x\"/></svg>",
                "<rect style=\"fill:red\" />"
            },
            { Open + "<rect fill=\"u\\72l(x)\"/></svg>", "<rect />" },
            { Open + "<rect fill=\"element(#a)\"/></svg>", "<rect />" },
            { Open + "<path d=\"M0 0\" data-x=\"1\" xml:base=\"https://x.example/\"/></svg>", "<path d=\"M0 0\" />" },
            { Open + "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi/></math><path/></svg>", "<path />" },
            {
                "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Open + "<title>&x;</title></svg>",
                "<title />"
            },
            { "<!DOCTYPE svg SYSTEM \"https://x.example/a.dtd\">" + Open + "<path/></svg>", "<path />" },
            { Open + "<!-- a --><?php x ?><metadata><x/></metadata><path/></svg>", "<path />" },
        };

    [Theory]
    [MemberData(nameof(Reduced))]
    public void What_is_no_drawing_is_left_out(string svg, string inside)
    {
        var drawing = Rebuild(svg);

        Assert.False(drawing.IsRefused, drawing.Finding?.Message);
        Assert.Equal(
            $"<svg width=\"8\" height=\"4\" xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>",
            Encoding.UTF8.GetString(drawing.Svg.Span)
        );
    }

    /// <summary>As the programs export them: what is seen stays.</summary>
    public static TheoryData<string, string, string[]> Exports =>
        new()
        {
            {
                "Inkscape",
                """
                    <?xml version="1.0" encoding="UTF-8" standalone="no"?>
                    <svg width="10mm" height="10mm" viewBox="0 0 10 10" version="1.1" id="svg5" inkscape:version="1.2" sodipodi:docname="a.svg"
                      xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
                      xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg">
                      <sodipodi:namedview id="namedview7" pagecolor="#ffffff"/>
                      <defs><linearGradient inkscape:collect="always" id="g1"><stop style="stop-color:#000;stop-opacity:1" offset="0"/></linearGradient>
                        <linearGradient xlink:href="#g1" id="g2" x1="0" x2="10" gradientUnits="userSpaceOnUse"/></defs>
                      <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1">
                        <rect style="fill:url(#g2);fill-rule:evenodd;stroke-width:0.26;-inkscape-stroke:none" width="5" height="5" x="1" y="1"/>
                        <text xml:space="preserve" style="font-size:3px;font-family:sans-serif" x="1" y="8"><tspan sodipodi:role="line" x="1" y="8">Pain &amp; rest</tspan></text>
                      </g>
                    </svg>
                    """,
                ["fill:url(#g2)", "href=\"#g1\"", "Pain &amp; rest", "stop-color:#000"]
            },
            {
                "Illustrator",
                """
                    <?xml version="1.0" encoding="utf-8"?>
                    <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
                      <!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]>
                    <svg version="1.1" xmlns="&ns_svg;" xmlns:i="&ns_ai;" viewBox="0 0 10 10" width="10" height="10" style="enable-background:new 0 0 10 10;" xml:space="preserve">
                      <style type="text/css"> .st0{fill:#E6E6E6;} .st1{clip-path:url(#c);} </style>
                      <switch><foreignObject requiredExtensions="&ns_ai;" x="0"><i:pgfRef/></foreignObject><g i:extraneous="self"><path class="st0" d="M0,0h9z"/></g></switch>
                    </svg>
                    """,
                [".st0{fill:#E6E6E6}", ".st1{clip-path:url(#c)}", "d=\"M0,0h9z\""]
            },
            {
                "Figma",
                """
                    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
                    <g clip-path="url(#clip0_1_2)" filter="url(#filter0_d)"><path fill-rule="evenodd" clip-rule="evenodd" d="M1 1H9V9Z" fill="#D9D9D9"/></g>
                    <defs><filter id="filter0_d" x="0" y="0" width="20" height="20" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
                    <feFlood flood-opacity="0" result="BackgroundImageFix"/><feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0"/>
                    <feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feBlend mode="normal" in2="BackgroundImageFix"/></filter>
                    <clipPath id="clip0_1_2"><rect width="24" height="24" fill="white"/></clipPath></defs></svg>
                    """,
                ["clip-path=\"url(#clip0_1_2)\"", "<feGaussianBlur stdDeviation=\"2\"", "in2=\"BackgroundImageFix\""]
            },
            {
                "draw.io",
                """
                    <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
                    <svg xmlns="http://www.w3.org/2000/svg" style="background-color: rgb(255, 255, 255);" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="121px" height="61px" viewBox="-0.5 -0.5 121 61" content="&lt;mxfile&gt;&lt;/mxfile&gt;">
                    <defs/><g><rect x="0" y="0" width="120" height="60" fill="rgb(255, 255, 255)" stroke="rgb(0, 0, 0)" pointer-events="all"/>
                    <g transform="translate(-0.5 -0.5)"><switch><foreignObject style="overflow: visible; text-align: left;" pointer-events="none" width="100%" height="100%" requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"><div xmlns="http://www.w3.org/1999/xhtml">Start</div></foreignObject><text x="60" y="34" fill="rgb(0, 0, 0)" font-family="Helvetica" font-size="12px" text-anchor="middle">Start</text></switch></g></g>
                    <switch><g requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"/><a transform="translate(0,-5)" xlink:href="https://www.drawio.com/doc/faq/svg-export-text-problems" target="_blank"><text text-anchor="middle" font-size="10px" x="50%" y="100%">Text is not SVG - cannot display</text></a></switch></svg>
                    """,
                ["fill=\"rgb(255, 255, 255)\"", ">Start</text>", "transform=\"translate(-0.5 -0.5)\""]
            },
        };

    [Theory]
    [MemberData(nameof(Exports))]
    public void What_the_usual_programs_draw_stays(string program, string svg, string[] kept)
    {
        Assert.NotEmpty(program);
        var drawing = Rebuild(svg);

        Assert.False(drawing.IsRefused, drawing.Finding?.Message);
        var rebuilt = Encoding.UTF8.GetString(drawing.Svg.Span);
        Assert.All(kept, part => Assert.Contains(part, rebuilt, StringComparison.Ordinal));
        Assert.All(
            XDocument.Parse(rebuilt).Descendants(),
            e => Assert.Equal("http://www.w3.org/2000/svg", e.Name.NamespaceName)
        );
        Assert.DoesNotContain("cannot display", rebuilt, StringComparison.Ordinal);
        Assert.DoesNotContain("foreignObject", rebuilt, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_are_read_and_UTF_8_is_written()
    {
        var svg = "\uFEFF<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Open + "<title>Ischias – Übung</title></svg>";

        var drawing = PlainDrawing.Rebuild(Encoding.Unicode.GetBytes(svg), "a.svg", TimeProvider.System);

        Assert.Contains("Ischias – Übung", Encoding.UTF8.GetString(drawing.Svg.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_says_what_is_left_out_and_where()
    {
        var finding = Rebuild(Open + "\n<image href=\"a.png\"/>\n<foreignObject/></svg>").Finding!;

        Assert.Equal("reduced-image", finding.Rule);
        Assert.Contains(
            "<foreignObject> (line 3 of the drawing), <image> (line 2 of the drawing)",
            finding.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Twenty levels, each of which draws the next ten times.</summary>
    private static string Nested(string reference)
    {
        var levels = Enumerable
            .Range(0, 20)
            .Select(i =>
                $"<mask id=\"l{i}\">"
                + string.Concat(
                    Enumerable.Repeat(
                        string.Format(System.Globalization.CultureInfo.InvariantCulture, reference, $"l{i + 1}"),
                        10
                    )
                )
                + "</mask>"
            );
        return string.Concat(levels) + "<mask id=\"l20\"><path/></mask>";
    }

    private static PlainDrawing Rebuild(string svg) =>
        PlainDrawing.Rebuild(Encoding.UTF8.GetBytes(svg), "a.svg", TimeProvider.System);
}
