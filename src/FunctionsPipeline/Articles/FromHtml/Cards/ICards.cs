using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml.Cards;

/// <summary>What a service's editor makes that is more than text.</summary>
internal interface ICards
{
    /// <returns>Markdown; empty for what is left out; null for what is no card of the service.</returns>
    string? Render(IElement element, BlockRenderer renderer);
}
