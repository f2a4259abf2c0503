namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>The clinic whose steps are measured: one weekly newsletter, three targets.</summary>
internal static class MeasuredClinic
{
    public static int Targets => Secrets.Count;

    private static IReadOnlyDictionary<string, string> Secrets { get; } =
        new[] { "one", "two", "three" }.ToDictionary(
            name => name,
            _ => "whsec_" + Convert.ToBase64String(new byte[24]),
            StringComparer.Ordinal
        );

    private static string SiteYaml { get; } =
        $"""
            name: Measured Clinic
            timeZone: America/Regina
            organisation:
              legalName: Measured Clinic Ltd.
              postalAddress: 100 Example Avenue, Regina SK
              email: hello@clinic.example
            sender:
              email: notes@clinic.example
            staff:
              - desk@clinic.example
            newsletters:
              - id: weekly
                name: Weekly
                description: New articles on Tuesdays.
                schedule: every Tuesday at 09:00
            targets:
            {string.Concat(
                Secrets.Keys.Select(name => $"  - name: {name}\n    type: webhook\n    url: https://{name}.example/\n")
            )}
            """;

    public static MeteredApp NewApp() => new(SiteYaml, Secrets);
}
