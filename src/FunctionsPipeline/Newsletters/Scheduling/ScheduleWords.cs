namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>One word of a schedule. <see cref="Text"/> is lower case; <see cref="Column"/> is 1-based.</summary>
internal readonly record struct ScheduleWord(string Text, string Written, int Column);

/// <summary>A schedule's words, read from left to right.</summary>
internal sealed class ScheduleWords
{
    private readonly List<ScheduleWord> _words;
    private int _next;

    public ScheduleWords(string text)
    {
        _words = Split(text);
        EndColumn = text.TrimEnd().Length + 1;
    }

    /// <summary>The column right after the last word.</summary>
    public int EndColumn { get; }

    public ScheduleWord? Peek => _next < _words.Count ? _words[_next] : null;

    public void Skip() => _next++;

    /// <summary>Skips the next word if it is one of these.</summary>
    public bool Take(params ReadOnlySpan<string> any)
    {
        if (Peek is not { } word || !any.Contains(word.Text))
            return false;
        _next++;
        return true;
    }

    /// <summary>Skips words as long as they are among these.</summary>
    public bool TakeAll(params ReadOnlySpan<string> any)
    {
        var taken = false;
        while (Take(any))
            taken = true;
        return taken;
    }

    /// <summary>Words part at white space; commas and ampersands read as <c>and</c>.</summary>
    private static List<ScheduleWord> Split(string text)
    {
        var words = new List<ScheduleWord>();
        for (var i = 0; i < text.Length; )
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            if (text[i] is ',' or '&')
                i++;
            else
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not (',' or '&'))
                    i++;
            var written = text[start..i];
            words.Add(new ScheduleWord(written is "," or "&" ? "and" : written.ToLowerInvariant(), written, start + 1));
        }
        return words;
    }
}
