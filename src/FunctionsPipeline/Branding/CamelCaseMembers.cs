using System.Collections;
using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using HandlebarsDotNet.MemberAccessors;
using HandlebarsDotNet.ObjectDescriptors;
using HandlebarsDotNet.PathStructure;

namespace FunctionsPipeline.Branding;

/// <summary>
/// <c>{{title}}</c> reads a model's property <c>Title</c>. Templates read some hundred values a page: getters are compiled
/// once a type, and asked before Handlebars' own search, which tries the name as it is first.
/// </summary>
internal sealed class CamelCaseMembers : IObjectDescriptorProvider
{
    private readonly ObjectDescriptorProvider _others = new([]);

    public bool TryGetDescriptor(Type type, out ObjectDescriptor value)
    {
        // Lists and dictionaries have no properties that a template reads; Handlebars goes through them in its own ways.
        if (type.IsAssignableTo(typeof(IEnumerable)) || !_others.TryGetDescriptor(type, out var inner))
        {
            value = ObjectDescriptor.Empty;
            return false;
        }
        value = new ObjectDescriptor(
            type,
            new Getters(type, inner.MemberAccessor),
            inner.GetProperties,
            _ => inner.Iterator!,
            inner.Dependencies
        );
        return true;
    }

    private sealed class Getters(Type type, IMemberAccessor others) : IMemberAccessor
    {
        private readonly FrozenDictionary<string, Func<object, object?>> _getters = type.GetProperties(
                BindingFlags.Public | BindingFlags.Instance
            )
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .ToFrozenDictionary(
                property => JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                property => GetterOf(type, property),
                StringComparer.Ordinal
            );

        public bool TryGetValue(object instance, ChainSegment memberName, out object? value)
        {
            if (!_getters.TryGetValue(memberName.TrimmedValue, out var getter))
                return others.TryGetValue(instance, memberName, out value);
            value = getter(instance);
            return true;
        }
    }

    private static Func<object, object?> GetterOf(Type type, PropertyInfo property)
    {
        var model = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(model, type), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), model).Compile();
    }
}
