namespace FunctionsPipeline.Articles.Digest;

/// <summary>
/// The styles that mail carries on each element: many clients drop style sheets, and Outlook for Windows renders with Word.
/// The classes are for the few rules that cannot be inlined, the dark colours (<c>mail-head.hbs</c>).
/// </summary>
internal static class MailStyle
{
    /// <summary>Width of the letter in pixels, and of its text inside the padding.</summary>
    public const int Width = 600;
    public const int TextWidth = 536;

    public const string Serif = "font-family:Georgia,'Times New Roman',serif";
    public const string Sans = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    public const string Ink = "color:#1c2326";
    public const string Soft = "color:#566166";

    /// <summary>
    /// A long word or address breaks where it must: one that does not makes the whole letter wider than a phone.
    /// Inherited.
    /// </summary>
    public const string Wrap = "overflow-wrap:anywhere;word-break:break-word";

    /// <summary>As wide as what it stands in, never as its content.</summary>
    public const string Frame = "table-layout:fixed";

    /// <summary>Deeper lists and quotations are not indented further: on a phone no room would be left for words.</summary>
    public const int IndentedLevels = 3;

    /// <summary>An article's running text.</summary>
    public const string Text = $"{Serif};font-size:17px;line-height:27px";

    public const string Paragraph = $"margin:0 0 16px;{Text};{Ink}";
    public const string TightParagraph = $"margin:0 0 8px;{Text};{Ink}";
    public const string Item = $"margin:0 0 8px;{Text};{Ink}";

    /// <summary>Room on both sides: the marks stand on the left or on the right, and mail clients know no start.</summary>
    public const string List = "margin:0 0 16px;padding:0 26px";
    public const string DeepList = "margin:0 0 16px;padding:0;list-style-position:inside";
    public const string Cell =
        $"padding:8px 12px 8px 0;border-bottom:1px solid #d9dfe0;vertical-align:top;{Sans};font-size:15px;line-height:22px;{Ink}";
    public const string Small = $"{Sans};font-size:14px;line-height:21px;{Soft}";

    public static string Heading(int level) =>
        level switch
        {
            <= 2 => $"margin:28px 0 12px;{Serif};font-size:23px;line-height:30px;font-weight:bold;{Ink}",
            3 => $"margin:24px 0 10px;{Serif};font-size:19px;line-height:26px;font-weight:bold;{Ink}",
            _ => $"margin:20px 0 8px;{Serif};font-size:17px;line-height:24px;font-weight:bold;{Ink}",
        };
}
