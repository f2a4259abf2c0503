using HandlebarsDotNet;

namespace FunctionsPipeline.Branding;

/// <summary>The few helpers that every template has. Anything more belongs into the model.</summary>
internal static class TemplateHelpers
{
    public static void Register(IHandlebars handlebars)
    {
        // {{#eq a b}}…{{else}}…{{/eq}}
        handlebars.RegisterHelper("eq", (output, options, context, arguments) =>
        {
            if (Equals(Text(arguments, 0), Text(arguments, 1)))
                options.Template(output, context);
            else
                options.Inverse(output, context);
        });
    }

    private static string? Text(Arguments arguments, int at) => arguments.Length > at ? arguments[at]?.ToString() : null;
}
