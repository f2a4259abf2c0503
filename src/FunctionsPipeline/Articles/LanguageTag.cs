namespace FunctionsPipeline.Articles;

/// <summary>BCP 47 as far as pages need it.</summary>
internal static class LanguageTag
{
    /// <summary>A language of two or three letters and up to three more parts of two to eight letters or digits.</summary>
    public static bool IsWellFormed(string tag)
    {
        var parts = tag.Split('-');
        return parts.Length <= 4
            && parts[0].Length is 2 or 3
            && parts[0].All(char.IsAsciiLetter)
            && parts.Skip(1).All(p => p.Length is >= 2 and <= 8 && p.All(char.IsAsciiLetterOrDigit));
    }
}
