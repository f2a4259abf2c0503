using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Sources;

/// <summary>What people read of sources.</summary>
public static class SourceText
{
    internal const string Strings = "sources";

    /// <summary>What is wrong, and what to do, in one sentence each.</summary>
    /// <param name="status">The HTTP status that the server answered with; null or 0 for none.</param>
    /// <param name="language">BCP 47.</param>
    public static (string Problem, string Advice) Of(SourceTrouble trouble, int? status, string language)
    {
        var strings = StringTable.Load(Strings, language);
        return (
            strings.Format($"trouble-{trouble}", ("status", status is > 0 ? status : "")),
            strings[$"trouble-{trouble}-fix"]
        );
    }
}
