using System.Text;

namespace FunctionsPipeline.Terms;

/// <summary>
/// Text in which a letter with a mark is one character wherever there is one (Unicode normalization form C). A Mac
/// stores the names of files decomposed, editors type them composed, and people see no difference.
/// </summary>
public static class Composed
{
    /// <summary>The same instance if it is composed; text with half a surrogate pair, which has no form, as it is.</summary>
    public static string Of(string text) => Form(text, NormalizationForm.FormC);

    /// <summary>The other way round, as a Mac stores the names of files.</summary>
    public static string Apart(string text) => Form(text, NormalizationForm.FormD);

    private static string Form(string text, NormalizationForm form)
    {
        if (Ascii.IsValid(text))
            return text;
        try
        {
            return text.IsNormalized(form) ? text : text.Normalize(form);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
