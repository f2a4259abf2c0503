using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>Keys and values without characters that no reader sees, which quotes can write by escapes.</summary>
internal static class Visible
{
    public static string Text(string text, List<Finding> findings)
    {
        var visible = InvisibleCharacters.FromValue(text);
        if (!ReferenceEquals(visible, text) && !findings.Contains(FileText.ControlCharacters))
            findings.Add(FileText.ControlCharacters);
        return visible;
    }
}
