using System.Globalization;
using System.Reflection;
using FunctionsPipeline.Standalone.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Http;

/// <summary>A function that answers HTTP requests.</summary>
/// <param name="Methods">Upper case; empty: all.</param>
internal sealed record HttpTriggerDefinition(RoutePattern Route, IReadOnlyList<string> Methods, AuthorizationLevel Level) : TriggerDefinition
{
    // The real host keeps these for itself.
    private static readonly string[] Reserved = ["admin", "runtime"];

    public override string Kind => "http";

    public override string Supported
        => "HttpRequest" + (Route.Parameters.Count == 0 ? ""
            : "; string, int or Guid parameters named " + string.Join(", ", Route.Parameters.Select(parameter => parameter.Name)));

    public static HttpTriggerDefinition? Read(HttpTriggerAttribute attribute, TriggerContext context)
    {
        var prefix = context.Host.RoutePrefix;
        var route = context.Resolve(attribute.Route ?? context.FunctionName).Trim('/');
        var whole = prefix.Length == 0 ? route : $"{prefix}/{route}";
        if (Reserved.Any(reserved => whole.Equals(reserved, StringComparison.OrdinalIgnoreCase)
            || whole.StartsWith(reserved + "/", StringComparison.OrdinalIgnoreCase)))
        {
            context.Problem($"route '{whole}' begins with a word that the host keeps for itself ({string.Join(", ", Reserved)})");
        }

        try
        {
            return new(
                RoutePatternFactory.Parse("/" + whole), [.. (attribute.Methods ?? []).Select(method => method.ToUpperInvariant())], attribute.EffectiveLevel);
        }
        catch (RoutePatternException malformed)
        {
            context.Problem($"'{whole}' is not a route: {malformed.Message}");
            return null;
        }
    }

    public override ParameterBinder? Bind(ParameterInfo parameter, bool isTrigger)
    {
        var type = parameter.ParameterType;
        if (isTrigger)
            return type == typeof(HttpRequest) ? invocation => new(((HttpContext)invocation.Input).Request) : null;

        var name = Route.Parameters.FirstOrDefault(each => each.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))?.Name;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (name is null || (plain != typeof(string) && plain != typeof(int) && plain != typeof(Guid)))
            return null;
        var isOptional = plain != type || !type.IsValueType;
        return invocation => new(Convert((HttpContext)invocation.Input, name, plain, isOptional));
    }

    public override string? RefuseResult(Type? result)
        => result is not null && (typeof(IResult).IsAssignableFrom(result) || typeof(IActionResult).IsAssignableFrom(result))
            ? null
            : "an HTTP function returns IResult or IActionResult, alone or in a Task: anything else is an empty answer on Azure";

    private static object? Convert(HttpContext http, string name, Type type, bool isOptional)
    {
        var text = System.Convert.ToString(http.Request.RouteValues[name], CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(text) && isOptional)
            return null;
        if (type == typeof(string))
            return text;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        if (type == typeof(Guid) && Guid.TryParse(text, out var guid))
            return guid;
        throw new BadHttpRequestException($"The address has no valid value for '{name}'.");
    }
}
