namespace FunctionsPipeline.Articles;

/// <summary>What an article rests on.</summary>
/// <param name="Text">As readers see it, plain text.</param>
/// <param name="Url">http or https; null if it is not on the web.</param>
public sealed record Reference(string Text, string? Url);
