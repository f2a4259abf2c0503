namespace FunctionsPipeline.Journeys.Running;

/// <summary>A <see cref="BrowserFactAttribute"/> with data.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}
