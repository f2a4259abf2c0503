namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>The rule for names of storage queues.</summary>
internal static class QueueName
{
    /// <exception cref="FormatException">With a message that says the rule.</exception>
    public static void Check(string name)
    {
        var isName =
            name.Length is >= 3 and <= 63
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !name.StartsWith('-')
            && !name.EndsWith('-')
            && !name.Contains("--", StringComparison.Ordinal);
        if (!isName)
            throw new FormatException(
                $"'{name}' is not a queue's name: 3 to 63 lower-case letters, digits and single hyphens."
            );
    }
}
