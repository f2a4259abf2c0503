using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using HandlebarsDotNet;
using HandlebarsDotNet.PathStructure;

namespace FunctionsPipeline.Branding;

/// <summary><c>{{title}}</c> reads a model's property <c>Title</c>. Templates read some hundred values a page: getters are compiled once a type.</summary>
internal sealed class CamelCaseMembers : IMemberAliasProvider
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, Func<object, object?>>> Getters = new();

    public bool TryGetMemberByAlias(object instance, Type targetType, ChainSegment memberAlias, out object? value)
    {
        value = null;
        if (!Getters.GetOrAdd(targetType, GettersOf).TryGetValue(memberAlias.TrimmedValue, out var getter))
            return false;
        value = getter(instance);
        return true;
    }

    private static FrozenDictionary<string, Func<object, object?>> GettersOf(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .ToFrozenDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => GetterOf(type, property), StringComparer.Ordinal);

    private static Func<object, object?> GetterOf(Type type, PropertyInfo property)
    {
        var model = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(model, type), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), model).Compile();
    }
}
