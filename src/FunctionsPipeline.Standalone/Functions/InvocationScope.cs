using System.Collections;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>Puts the function and the run into every log line that is written during it.</summary>
internal sealed class InvocationScope(string function, string invocationId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Function", function),
        1 => new("InvocationId", invocationId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{function} {invocationId}";
}
