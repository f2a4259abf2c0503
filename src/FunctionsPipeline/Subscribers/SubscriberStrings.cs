namespace FunctionsPipeline.Subscribers;

/// <summary>The strings files of this area.</summary>
internal static class SubscriberStrings
{
    /// <summary>Pages and mails.</summary>
    public const string Pages = "subscribers";

    /// <summary>Reasons in an import's result file.</summary>
    public const string Import = "import";
}
