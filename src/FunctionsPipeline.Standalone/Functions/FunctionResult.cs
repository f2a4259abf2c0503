using System.Reflection;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>How to wait for what a function's method returned and get at its result.</summary>
internal sealed class FunctionResult
{
    private readonly PropertyInfo? _result;
    private readonly MethodInfo? _asTask;

    private FunctionResult(Type returned)
    {
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() is { } open && (open == typeof(Task<>) || open == typeof(ValueTask<>)))
        {
            Type = returned.GetGenericArguments()[0];
            if (open == typeof(ValueTask<>))
                _asTask = returned.GetMethod(nameof(ValueTask<>.AsTask))!;
            _result = typeof(Task<>).MakeGenericType(Type).GetProperty(nameof(Task<>.Result));
        }
        else if (returned != typeof(void) && returned != typeof(Task) && returned != typeof(ValueTask))
        {
            Type = returned;
        }
    }

    /// <summary>The type of the value, without the task around it. Null: there is none.</summary>
    public Type? Type { get; }

    public static FunctionResult Of(MethodInfo method) => new(method.ReturnType);

    public async Task<object?> WaitAsync(object? returned)
    {
        if (returned is ValueTask simple)
        {
            await simple;
            return null;
        }

        if ((_asTask is null ? returned : _asTask.Invoke(returned, null)) is not Task task)
            return returned;
        await task;
        return _result?.GetValue(task);
    }
}
