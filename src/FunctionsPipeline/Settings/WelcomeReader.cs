using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Settings.Yaml;

namespace FunctionsPipeline.Settings;

/// <summary>Reads <c>welcome:</c> of a newsletter: names of files, each with the time after which it is sent.</summary>
internal static partial class WelcomeReader
{
    private const string Folder = "_welcome/";
    private const int LongestName = 100;

    public static IReadOnlyList<WelcomeStep> Read(YamlMapReader newsletter)
    {
        const string key = "welcome";
        if (newsletter.Items(key) is not { Count: > 0 } items)
            return [];
        if (items.Count > WelcomeStep.Most)
            newsletter.Error(
                key,
                $"has {items.Count} mails; a welcome series has at most {WelcomeStep.Most}.",
                "Leave some out, or join two into one."
            );
        var steps = new List<WelcomeStep>();
        foreach (var item in items)
        {
            if (ReadStep(item) is not { } step)
                continue;
            if (steps.Exists(s => s.File == step.File))
                item.Error($"names '{step.File}' twice.", "Each person gets each mail once: name another file.");
            else if (steps.Count > 0 && step.After < steps[^1].After)
                item.Error(
                    $"sends '{step.File}' before the mail above it.",
                    "Times are counted from the confirmation. Give it an 'after' that is as long or longer, e.g. 'after: 1 week'."
                );
            steps.Add(step);
        }
        return steps;
    }

    /// <returns>Null for an item that is wrong; a finding says why.</returns>
    private static WelcomeStep? ReadStep(YamlItem item)
    {
        if (item.Map is not { } map)
            return FileOf(item, item.Text ?? "") is { } name ? new WelcomeStep(name, TimeSpan.Zero) : null;
        var file = map.RequiredText("file") is { } text ? FileOf(item, text) : null;
        var after = TimeSpan.Zero;
        if (map.Text("after") is { } written)
        {
            if (DurationOf(written) is not { } duration)
                map.Error(
                    "after",
                    "is not a time.",
                    "Write hours, days or weeks, e.g. 'after: 2 days' or 'after: 1 week'."
                );
            else if (duration > WelcomeStep.Longest)
                map.Error("after", $"is longer than {WelcomeStep.Longest.TotalDays:0} days.", "Send it earlier.");
            else
                after = duration;
        }
        map.Done();
        return file is null ? null : new WelcomeStep(file, after);
    }

    private static string? FileOf(YamlItem item, string text)
    {
        var name = text.StartsWith(Folder, StringComparison.Ordinal) ? text[Folder.Length..] : text;
        if (
            name.Length is > 0 and <= LongestName
            && name[0] is not ('.' or '_' or '~')
            && (
                name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase)
            )
            && name.All(c => c is not ('/' or '\\') && !char.IsControl(c) && !char.IsSurrogate(c))
        )
            return name;
        item.Error(
            "names something that is not a Markdown file in the folder '_welcome'.",
            "Write the file's own name, without folders, e.g. 'hello.md', and drop it into 'articles/_welcome'."
        );
        return null;
    }

    private static TimeSpan? DurationOf(string text)
    {
        if (text is "0" || text.Equals("at once", StringComparison.OrdinalIgnoreCase))
            return TimeSpan.Zero;
        var match = Duration().Match(text);
        if (!match.Success)
            return null;
        var number = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return char.ToLowerInvariant(match.Groups["unit"].ValueSpan[0]) switch
        {
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.FromDays(7 * number),
        };
    }

    [GeneratedRegex(
        "^(?<number>[0-9]{1,4}) *(?<unit>hours?|days?|weeks?)$",
        RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
            | RegexOptions.NonBacktracking
            | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Duration();
}
