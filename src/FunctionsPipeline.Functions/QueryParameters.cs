using FunctionsPipeline.Findings;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions;

/// <summary>
/// Refuses what a query says by mistake: a misspelt parameter would be ignored, and the call would do more than was
/// asked.
/// </summary>
internal static class QueryParameters
{
    /// <summary>The function key may stand in the query too; the host has judged it.</summary>
    private const string FunctionKey = "code";

    /// <param name="known">The parameters that the function reads.</param>
    /// <returns>What is wrong; null if every parameter is known.</returns>
    public static Refusal? WhyUnknown(IQueryCollection query, params IReadOnlyList<string> known) =>
        query.Keys.FirstOrDefault(key => !known.Append(FunctionKey).Contains(key, StringComparer.OrdinalIgnoreCase))
            is { } unknown
            ? new Refusal($"There is no parameter '{unknown}'. There are: {string.Join(", ", known)}.")
            : null;
}
