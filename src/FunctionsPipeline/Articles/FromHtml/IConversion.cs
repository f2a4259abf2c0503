namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>What the conversion of one text asks of what it came with.</summary>
internal interface IConversion
{
    /// <summary>False: films of other sites become links. True: those that pages here can play stay films.</summary>
    bool ShowsFilms => true;

    /// <summary>Where a link leads now; null if it leads nowhere any more, and only its words stay.</summary>
    string? LinkTo(string address);

    /// <summary>Where a picture, sound or film is now; null if it has no address that an article may have.</summary>
    string? MediaAt(string address);

    /// <param name="what">A sentence about what was left out or became less.</param>
    /// <param name="line">1-based line of the text; null where it is not known.</param>
    void NotCarried(string what, int? line);
}
