namespace FunctionsPipeline.Testing;

/// <summary>A site that may send mail, as staff write it.</summary>
public static class SampleSite
{
    /// <summary>The least that a <c>site.yml</c> must say so that mail goes out.</summary>
    public const string AddressAlone = "organisation:\n  postalAddress: 100 Example Avenue\n";

    /// <summary>Its <c>site.yml</c>.</summary>
    /// <param name="newsletters">Items of the list, each beginning with two spaces and a dash.</param>
    public static string Yaml(string newsletters) =>
        $"""
            name: Clinic notes
            timeZone: Etc/UTC
            sender:
              email: notes@clinic.example
            staff:
              - desk@clinic.example
            organisation:
              legalName: A clinic
              postalAddress: |
                100 Example Avenue
                Regina SK  S4P 0A0
            newsletters:
            {newsletters}
            """;
}
