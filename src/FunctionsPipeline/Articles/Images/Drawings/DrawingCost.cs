using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>
/// Counts what a browser draws: each <c>use</c> draws its target again, and patterns, masks and markers may stand
/// inside each other, so that a small file can hold a billion shapes.
/// </summary>
internal sealed class DrawingCost
{
    private const long MostShapes = 200_000;
    private const int MostFilterSteps = 100;
    private const int MostFiltered = 200;
    private const double WidestBlur = 250;

    private readonly Dictionary<string, DrawingNode> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<DrawingNode, long> _known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<DrawingNode> _open = new(ReferenceEqualityComparer.Instance);
    private readonly InputBudget _budget;
    private int _filterSteps;
    private int _filtered;

    private DrawingCost(InputBudget budget) => _budget = budget;

    /// <exception cref="DrawingException">It would take a browser too much to draw.</exception>
    public static void Check(DrawingNode root, InputBudget budget)
    {
        var cost = new DrawingCost(budget);
        cost.Collect(root);
        if (cost._filterSteps > MostFilterSteps || cost._filtered > MostFiltered)
            throw new DrawingException("it has too many filters");
        cost.Of(root, 0);
    }

    private void Collect(DrawingNode node)
    {
        if (node.Of("id") is { } id)
            _parts.TryAdd(id, node);
        if (node.Name.StartsWith("fe", StringComparison.Ordinal))
            _filterSteps++;
        if (
            node.Attributes.Exists(a =>
                a.Name == "filter" || (a.Name == "style" && a.Value.Contains("filter:", StringComparison.Ordinal))
            )
        )
            _filtered++;
        if (node.Of("stdDeviation") is { } blur && blur.Split([' ', ',']).Any(IsTooWide))
            throw new DrawingException(
                FormattableString.Invariant($"a blur is too wide (line {node.Line} of the drawing)")
            );
        foreach (var child in node.Children)
            Collect(child);
    }

    private static bool IsTooWide(string number) =>
        number.Length > 0
        && !(
            double.TryParse(
                number,
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out var width
            )
            && width <= WidestBlur
        );

    private long Of(DrawingNode node, int depth)
    {
        if (_known.TryGetValue(node, out var known))
            return known;
        if (!_open.Add(node) || depth > 200)
            throw new DrawingException(
                FormattableString.Invariant($"<{node.Name}> refers to itself (line {node.Line} of the drawing)")
            );
        _budget.TakeSteps(1);
        long shapes = 1;
        foreach (var child in node.Children)
            shapes += Of(child, depth + 1);
        foreach (var (name, value) in node.Attributes)
        {
            if (name == "href" && _parts.TryGetValue(value[1..], out var target))
                shapes += Of(target, depth + 1);
            if (!value.Contains("url(", StringComparison.OrdinalIgnoreCase))
                continue;
            // A marker is drawn at each point of a line.
            var times =
                value.Contains("marker", StringComparison.Ordinal)
                || name.StartsWith("marker", StringComparison.Ordinal)
                    ? 1 + (((node.Of("d") ?? node.Of("points"))?.Length ?? 0) / 4)
                    : 1;
            foreach (var id in DrawingValues.PartsOf(value))
                shapes += _parts.TryGetValue(id, out var part) ? times * Of(part, depth + 1) : 0;
            if (shapes > MostShapes)
                break;
        }
        if (shapes > MostShapes)
            throw new DrawingException(FormattableString.Invariant($"it would draw more than {MostShapes:N0} shapes"));
        _open.Remove(node);
        return _known[node] = shapes;
    }
}
