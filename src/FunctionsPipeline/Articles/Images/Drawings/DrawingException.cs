namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>A drawing holds what no drawing needs. The message says what and where, and continues a sentence.</summary>
internal sealed class DrawingException(string message) : Exception(message);
