using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HandlebarsDotNet;

namespace FunctionsPipeline.Branding;

/// <summary>The few helpers that every template has. Anything more belongs into the model.</summary>
internal static class TemplateHelpers
{
    /// <param name="keepsOnce">
    /// False: <c>once</c> renders each time. What is kept is rendered outside the output that a budget counts.
    /// </param>
    public static void Register(IHandlebars handlebars, bool keepsOnce)
    {
        // {{#eq a b}}…{{else}}…{{/eq}}
        handlebars.RegisterHelper(
            "eq",
            (output, options, context, arguments) =>
            {
                if (Equals(Text(arguments, 0), Text(arguments, 1)))
                    options.Template(output, context);
                else
                    options.Inverse(output, context);
            }
        );

        // {{#once "name" key}}…{{/once}}: rendered the first time, and the same again for as long as the key is the same
        // object. For what depends on the key alone; the name is unique over all templates of a theme.
        var kept = new ConditionalWeakTable<object, ConcurrentDictionary<string, string>>();
        handlebars.RegisterHelper(
            "once",
            (output, options, context, arguments) =>
            {
                if (
                    keepsOnce
                    && Text(arguments, 0) is { } name
                    && arguments.Length > 1
                    && arguments[1] is { } key and not UndefinedBindingResult
                )
                {
                    var texts = kept.GetOrCreateValue(key);
                    if (!texts.TryGetValue(name, out var text))
                        texts[name] = text = options.Template();
                    output.WriteSafeString(text);
                }
                else
                {
                    options.Template(output, context);
                }
            }
        );
    }

    private static string? Text(Arguments arguments, int at) =>
        arguments.Length > at ? arguments[at]?.ToString() : null;
}
