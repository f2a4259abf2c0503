using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.Iterators;
using HandlebarsDotNet.ObjectDescriptors;
using HandlebarsDotNet.PathStructure;

namespace FunctionsPipeline.Branding;

/// <summary>
/// Counts each pass through an <c>{{#each}}</c>, over lists, dictionaries and objects alike; reads values as Handlebars
/// does.
/// </summary>
internal sealed class CountedLoops : IObjectDescriptorProvider
{
    /// <summary>In Handlebars' own order.</summary>
    private readonly IReadOnlyList<IObjectDescriptorProvider> _providers =
    [
        new CamelCaseMembers(),
        new StringDictionaryObjectDescriptorProvider(),
        new ReadOnlyStringDictionaryObjectDescriptorProvider(),
        new GenericDictionaryObjectDescriptorProvider(),
        new ReadOnlyGenericDictionaryObjectDescriptorProvider(),
        new DictionaryObjectDescriptor(),
        new EnumerableObjectDescriptor(new ObjectDescriptorProvider([])),
    ];

    public bool TryGetDescriptor(Type type, out ObjectDescriptor value)
    {
        foreach (var provider in _providers)
        {
            if (!provider.TryGetDescriptor(type, out var inner))
                continue;
            value = inner.Iterator is { } loop
                ? new ObjectDescriptor(
                    type,
                    inner.MemberAccessor,
                    inner.GetProperties,
                    _ => new CountedLoop(loop),
                    inner.Dependencies
                )
                : inner;
            return true;
        }
        value = ObjectDescriptor.Empty;
        return false;
    }

    private sealed class CountedLoop(IIterator loop) : IIterator
    {
        public void Iterate(
            in EncodedTextWriter writer,
            BindingContext context,
            ChainSegment[] blockParamsVariables,
            object input,
            TemplateDelegate template,
            TemplateDelegate ifEmpty
        )
        {
            loop.Iterate(writer, context, blockParamsVariables, input, Pass, ifEmpty);

            void Pass(EncodedTextWriter output, BindingContext item)
            {
                TemplateBudget.Step();
                template(output, item);
            }
        }
    }
}
