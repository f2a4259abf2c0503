using System.Reflection;
using System.Runtime.CompilerServices;

namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>
/// A class that asks for more than seven things has two jobs, or lacks a type for what some of them are together. Records
/// are data, and may have as many parts as the data has.
/// </summary>
public sealed class ConstructorTests
{
    private const int MaxParameters = 7;

    public static TheoryData<string> Assemblies => [.. DependencyDirectionTests.ProjectNames];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_constructor_has_at_most_seven_parameters(string assembly) =>
        Assert.Empty(
            Assembly.Load(assembly).GetTypes().Where(IsTooLong).Select(t => t.FullName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void One_with_eight_is_found_unless_it_is_a_records()
    {
        Assert.True(IsTooLong(typeof(Eight)));
        Assert.False(IsTooLong(typeof(EightParts)));
    }

    private static bool IsTooLong(Type type) =>
        type.IsClass
        && !IsRecord(type)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute))
        && type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(c => c.GetParameters().Length > MaxParameters);

    /// <summary>What the compiler adds to each record class.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private sealed class Eight(int a, int b, int c, int d, int e, int f, int g, int h)
    {
        public override string ToString() => $"{a}{b}{c}{d}{e}{f}{g}{h}";
    }

    private sealed record EightParts(int A, int B, int C, int D, int E, int F, int G, int H);
}
