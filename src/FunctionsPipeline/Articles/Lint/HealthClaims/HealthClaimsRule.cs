using System.Buffers;
using FunctionsPipeline.Articles.Outline;

namespace FunctionsPipeline.Articles.Lint.HealthClaims;

/// <summary>
/// Words that a health publisher may rarely use: promises, proofs and patients who praise. A person decides each; nothing is
/// held back. Only where the site says that it is medical.
/// </summary>
internal sealed class HealthClaimsRule : ILintRule
{
    private static readonly string[] Promises =
    [
        "cure",
        "cures",
        "cured",
        "guarantee",
        "guarantees",
        "guaranteed",
        "miracle",
        "miraculous",
        "100% effective",
        "100% safe",
        "risk-free",
        "no side effects",
        "instant relief",
        "permanent relief",
        "always works",
        "never fails",
        "breakthrough",
        "magic bullet",
        "secret remedy",
        "heals everything",
    ];

    private static readonly string[] Claims =
    [
        "proven",
        "clinically proven",
        "scientifically proven",
        "studies show",
        "studies have shown",
        "research shows",
        "research has shown",
        "evidence shows",
        "trials show",
        "experts agree",
        "doctors recommend",
    ];

    private static readonly string[] Praise =
    [
        "testimonial",
        "testimonials",
        "our patients say",
        "a patient told us",
        "as one patient put it",
        "changed my life",
        "i was cured",
        "patient review",
    ];

    /// <summary>
    /// Nearly every text has none of them. A search for a few words is many times faster than one for all.
    /// </summary>
    private static readonly SearchValues<string>[] Few =
    [
        .. new[] { Promises[..10], Promises[10..], Claims, Praise }.Select(words =>
            SearchValues.Create(words, StringComparison.OrdinalIgnoreCase)
        ),
    ];

    private static readonly SearchValues<string> Any = SearchValues.Create(
        [.. Promises, .. Claims, .. Praise],
        StringComparison.OrdinalIgnoreCase
    );

    public void Check(LintContext context)
    {
        if (!context.Settings.Medical)
            return;
        if (!Array.Exists(Few, words => context.Outline.Prose.AsSpan().ContainsAny(words)))
            return;
        var hasReference =
            context.Article.References.Count > 0 || context.Outline.Texts.Exists(t => t.Kind == TextKind.Footnote);
        foreach (var text in context.Outline.Texts)
            Check(context, context.Outline.TextOf(text), text.Line, hasReference);
    }

    private static void Check(LintContext context, ReadOnlySpan<char> text, int line, bool hasReference)
    {
        for (var at = 0; at < text.Length; )
        {
            var found = text[at..].IndexOfAny(Any);
            if (found < 0)
                return;
            at += found;
            if (Longest(text[at..], Promises) is { } promise && IsWhole(text, at, promise.Length))
                context.Warn(
                    "health-promise",
                    $"'{text.Slice(at, promise.Length)}' promises what no one can promise.",
                    "Say what was observed, in whom and how often, with a reference; or leave it out.",
                    line
                );
            else if (Longest(text[at..], Praise) is { } praise && IsWhole(text, at, praise.Length))
                context.Warn(
                    "health-testimonial",
                    $"'{text.Slice(at, praise.Length)}': a patient who praises a treatment is advertising that most colleges do not allow.",
                    "Leave it out, or ask the person who answers for advertising.",
                    line
                );
            else if (!hasReference && Longest(text[at..], Claims) is { } claim && IsWhole(text, at, claim.Length))
                context.Warn(
                    "health-claim",
                    $"'{text.Slice(at, claim.Length)}' stands here without any reference.",
                    "Name the source: 'references:' in the front matter, or a footnote.",
                    line
                );
            at++;
        }
    }

    private static string? Longest(ReadOnlySpan<char> text, string[] words)
    {
        string? longest = null;
        foreach (var word in words)
        {
            if (word.Length > (longest?.Length ?? 0) && text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                longest = word;
        }
        return longest;
    }

    private static bool IsWhole(ReadOnlySpan<char> text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && (at + length >= text.Length || !char.IsLetterOrDigit(text[at + length]));
}
