using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FunctionsPipeline.Tests.Localization;

/// <summary>
/// The texts that the code gives to findings and refusals, read from the source: what is passed for a parameter called
/// <c>message</c>, <c>fix</c>, <c>remedy</c> or <c>reason</c>, directly or by way of variables and methods. Values are
/// <c>{0}</c>, <c>{1}</c> and so on.
/// </summary>
internal sealed class FindingTexts
{
    private const int MostSteps = 6;

    private static readonly HashSet<string> Parameters =
    [
        "message",
        "fix",
        "remedy",
        "reason",
        "expected",
        "kind",
        "why",
    ];

    private readonly CSharpCompilation _compilation;
    private readonly SortedSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<SyntaxNode> _seen = [];

    private FindingTexts(CSharpCompilation compilation) => _compilation = compilation;

    public static IReadOnlySet<string> In(string folder)
    {
        const string Usings = """
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
            """;
        var files = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(folder, f).Split('/', '\\').Any(p => p is "obj" or "bin"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) != "FunctionsPipeline.dll");
        var texts = new FindingTexts(
            CSharpCompilation.Create(
                "FindingTexts",
                [
                    CSharpSyntaxTree.ParseText(Usings),
                    .. files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), path: f)),
                ],
                references.Select(r => MetadataReference.CreateFromFile(r)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            )
        );
        texts.Read();
        return texts._texts;
    }

    private void Read()
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            var model = _compilation.GetSemanticModel(tree);
            foreach (var argument in tree.GetRoot().DescendantNodes().OfType<ArgumentSyntax>())
            {
                if (
                    argument.Parent?.Parent is { } call
                    && call is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax
                    && ParameterOf(argument, call, model) is { } parameter
                    && Parameters.Contains(parameter.Name.ToLowerInvariant())
                    && parameter.Type.SpecialType == SpecialType.System_String
                    && parameter.ContainingSymbol.Locations[0].IsInSource
                    && !IsException(parameter.ContainingType)
                )
                    Take(argument.Expression, model, MostSteps);
            }
            foreach (var tuple in tree.GetRoot().DescendantNodes().OfType<TupleExpressionSyntax>())
            {
                var elements = (model.GetTypeInfo(tuple).ConvertedType as INamedTypeSymbol) switch
                {
                    { IsTupleType: true } t => t.TupleElements,
                    { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } n
                        when n.TypeArguments[0] is INamedTypeSymbol { IsTupleType: true } t => t.TupleElements,
                    _ => [],
                };
                foreach (var (element, argument) in elements.Zip(tuple.Arguments))
                {
                    if (element.Name is "Message" or "Fix")
                        Take(argument.Expression, model, MostSteps);
                }
            }
            foreach (var given in tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                if (
                    given.Parent is InitializerExpressionSyntax
                    && given.Left is IdentifierNameSyntax { Identifier.Text: "Message" or "Fix" }
                )
                    Take(given.Right, model, MostSteps);
            }
        }
    }

    /// <summary>What an exception says is for developers.</summary>
    private static bool IsException(INamedTypeSymbol? type) =>
        type is not null
        && type.Name != "ImportFileException"
        && (type.Name == "Exception" || IsException(type.BaseType));

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, SyntaxNode call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol method)
            return null;
        if (argument.NameColon is { } named)
            return method.Parameters.FirstOrDefault(p => p.Name == named.Name.Identifier.Text);
        var at = ((BaseArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument);
        return at < method.Parameters.Length ? method.Parameters[at] : null;
    }

    /// <summary>Each text that the expression may be.</summary>
    private void Take(ExpressionSyntax expression, SemanticModel model, int steps)
    {
        if (steps == 0)
            return;
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                Take(inner.Expression, model, steps);
                break;
            case ConditionalExpressionSyntax choice:
                Take(choice.WhenTrue, model, steps);
                Take(choice.WhenFalse, model, steps);
                break;
            case SwitchExpressionSyntax choice:
                foreach (var arm in choice.Arms)
                    Take(arm.Expression, model, steps);
                break;
            case PostfixUnaryExpressionSyntax sure:
                Take(sure.Operand, model, steps);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                Take(choice.Left, model, steps);
                Take(choice.Right, model, steps);
                break;
            case LiteralExpressionSyntax
            or InterpolatedStringExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression }:
                TakeText(expression, model, steps);
                break;
            case InvocationExpressionSyntax call
                when call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Create" }:
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    if (argument.Expression is InterpolatedStringExpressionSyntax)
                        Take(argument.Expression, model, steps);
                }
                break;
            default:
                Follow(expression, model, steps - 1);
                break;
        }
    }

    private void Follow(ExpressionSyntax expression, SemanticModel model, int steps)
    {
        var symbol = model.GetSymbolInfo(expression).Symbol;
        if (symbol is null or IParameterSymbol)
            return;
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var declared = reference.GetSyntax();
            if (!_seen.Add(declared))
                continue;
            var there = _compilation.GetSemanticModel(declared.SyntaxTree);
            switch (declared)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                    Take(value, there, steps);
                    break;
                case MethodDeclarationSyntax { ExpressionBody.Expression: { } value }:
                    if (IsText(symbol))
                        Take(value, there, steps);
                    break;
                case PropertyDeclarationSyntax { ExpressionBody.Expression: { } value }:
                    Take(value, there, steps);
                    break;
                case PropertyDeclarationSyntax { Initializer.Value: { } value }:
                    Take(value, there, steps);
                    break;
                case MethodDeclarationSyntax { Body: { } body } when IsText(symbol):
                    foreach (var result in body.DescendantNodes().OfType<ReturnStatementSyntax>())
                    {
                        if (result.Expression is { } value)
                            Take(value, there, steps);
                    }
                    break;
            }
        }
    }

    private static bool IsText(ISymbol symbol) =>
        symbol is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_String };

    private void TakeText(ExpressionSyntax expression, SemanticModel model, int steps)
    {
        var text = new StringBuilder();
        var values = 0;
        Append(expression);
        if (text.ToString().Any(char.IsLetter))
            _texts.Add(text.ToString());

        void Append(ExpressionSyntax part)
        {
            switch (part)
            {
                case LiteralExpressionSyntax literal when literal.Token.Value is string written:
                    text.Append(written);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                    Append(sum.Left);
                    Append(sum.Right);
                    break;
                case InterpolatedStringExpressionSyntax interpolated:
                    foreach (var content in interpolated.Contents)
                    {
                        if (content is InterpolatedStringTextSyntax plain)
                            text.Append(plain.TextToken.ValueText);
                        else if (content is InterpolationSyntax hole)
                            Value(hole.Expression);
                    }
                    break;
                case ParenthesizedExpressionSyntax inner:
                    Append(inner.Expression);
                    break;
                default:
                    if (model.GetConstantValue(part) is { HasValue: true, Value: string constant })
                        text.Append(constant);
                    else
                        Value(part);
                    break;
            }
        }

        void Value(ExpressionSyntax value)
        {
            if (model.GetConstantValue(value) is { HasValue: true, Value: { } constant })
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{constant}");
                return;
            }
            text.Append('{').Append(values++).Append('}');
            if (model.GetTypeInfo(value).Type?.SpecialType == SpecialType.System_String)
                Take(value, model, steps - 1);
        }
    }
}
