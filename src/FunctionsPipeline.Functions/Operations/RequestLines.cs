using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// Keeps the web server's own lines about requests out of every log. Addresses of ours end in tokens (rule B5), and those
/// lines, as well as the scope that the server puts around all others, hold the whole address. What happened is said by the
/// function's own lines, which hold ids.
/// </summary>
/// <remarks>
/// Works in any process that answers HTTP, under both hosts, and is laid over all filters that settings bring: no setting
/// can undo it. What Azure's host writes by itself is in <c>infra/README.md</c>, "Tokens and logs".
/// </remarks>
internal static class RequestLines
{
    /// <summary>Its lines and its scope are made of the address.</summary>
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Below warnings: routing, static files and others tell of the path.</summary>
    private const string Server = "Microsoft.AspNetCore";

    public static IServiceCollection AddNoRequestLines(this IServiceCollection services) =>
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(new Mask());

    internal static bool MayTell(string? category, LogLevel level) =>
        category is null || !IsUnder(Server, category) || (level >= LogLevel.Warning && !IsUnder(Requests, category));

    private static bool IsUnder(string parent, string category) =>
        category.StartsWith(parent, StringComparison.OrdinalIgnoreCase)
        && (category.Length == parent.Length || category[parent.Length] == '.');

    private sealed class Mask : IPostConfigureOptions<LoggerFilterOptions>
    {
        public void PostConfigure(string? name, LoggerFilterOptions options)
        {
            for (var i = 0; i < options.Rules.Count; i++)
            {
                var rule = options.Rules[i];
                options.Rules[i] = new LoggerFilterRule(
                    rule.ProviderName,
                    rule.CategoryName,
                    rule.LogLevel,
                    (provider, category, level) =>
                        MayTell(category, level) && rule.Filter?.Invoke(provider, category, level) != false
                );
            }

            // Where no other rule speaks of it.
            options.Rules.Insert(
                0,
                new LoggerFilterRule(null, Server, null, (_, category, level) => MayTell(category, level))
            );
        }
    }
}
