using System.Reflection;
using System.Reflection.Emit;
using FunctionsPipeline.LocalHost.Functions;
using Microsoft.Azure.WebJobs;
using Binder = Microsoft.Azure.WebJobs.Binder;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace FunctionsPipeline.LocalHost.Triggers;

/// <summary>
/// Makes a class with one method for each blob and queue function, with the WebJobs SDK's own trigger attributes: the SDK
/// takes its functions as methods and nothing else. Each method hands its arguments to <see cref="ITriggerCalls"/>.
/// </summary>
internal static class TriggerMethods
{
    private static readonly MethodInfo Called = typeof(ITriggerCalls).GetMethod(nameof(ITriggerCalls.CallAsync))!;

    public static Type Emit(IEnumerable<FunctionInfo> functions)
    {
        var module = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("Host.Functions"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Host.Functions");
        // The real host's name: it is part of the names of locks and messages, as in "Host.Functions.RenderArticle".
        var type = module.DefineType("Host.Functions", TypeAttributes.Public | TypeAttributes.Sealed);
        var calls = type.DefineField(
            "_calls",
            typeof(ITriggerCalls),
            FieldAttributes.Private | FieldAttributes.InitOnly
        );
        Constructor(type, calls);
        foreach (var function in functions)
            Method(type, calls, function);
        return type.CreateType();
    }

    private static void Constructor(TypeBuilder type, FieldInfo calls)
    {
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(ITriggerCalls)])
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(object).GetConstructor(Type.EmptyTypes)!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, calls);
        il.Emit(OpCodes.Ret);
    }

    // public Task NAME([Trigger] T trigger, Binder, ExecutionContext, CancellationToken)
    private static void Method(TypeBuilder type, FieldInfo calls, FunctionInfo function)
    {
        var method = type.DefineMethod(
            function.Name,
            MethodAttributes.Public | MethodAttributes.HideBySig,
            typeof(Task),
            [TypeOf(function.Trigger), typeof(Binder), typeof(ExecutionContext), typeof(CancellationToken)]
        );
        method
            .DefineParameter(1, ParameterAttributes.None, function.Trigger.Name)
            .SetCustomAttribute(AttributeOf(function.Trigger));
        method.DefineParameter(2, ParameterAttributes.None, "_binder");
        method.DefineParameter(3, ParameterAttributes.None, "_context");
        method.DefineParameter(4, ParameterAttributes.None, "_cancellationToken");
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, calls);
        il.Emit(OpCodes.Ldstr, function.Name);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Ldarg_S, (byte)4);
        il.Emit(OpCodes.Callvirt, Called);
        il.Emit(OpCodes.Ret);
    }

    private static Type TypeOf(Binding trigger) =>
        trigger.IsDeferred ? typeof(ParameterBindingData)
        : "Binary".Equals(trigger.Text("dataType"), StringComparison.OrdinalIgnoreCase) ? typeof(byte[])
        : typeof(string);

    // Every blob function waits for events, regardless of its source: the host watches the containers itself.
    private static CustomAttributeBuilder AttributeOf(Binding trigger) =>
        trigger.Is("blobTrigger")
            ? Attribute(
                typeof(BlobTriggerAttribute),
                trigger.Text("path")!,
                (nameof(BlobTriggerAttribute.Source), BlobTriggerSource.EventGrid),
                (nameof(BlobTriggerAttribute.Connection), trigger.Text("connection"))
            )
            : Attribute(
                typeof(QueueTriggerAttribute),
                trigger.Text("queueName")!,
                (nameof(QueueTriggerAttribute.Connection), trigger.Text("connection"))
            );

    private static CustomAttributeBuilder Attribute(
        Type type,
        string argument,
        params (string Name, object? Value)[] properties
    )
    {
        (PropertyInfo Property, object Value)[] set =
        [
            .. properties
                .Where(each => each.Value is not null)
                .Select(each => (type.GetProperty(each.Name)!, each.Value!)),
        ];
        return new(
            type.GetConstructor([typeof(string)])!,
            [argument],
            [.. set.Select(each => each.Property)],
            [.. set.Select(each => each.Value)]
        );
    }
}
