namespace FunctionsPipeline.Cli.Doctor;

/// <summary>What the DNS says of a name.</summary>
internal interface IDnsRecords
{
    /// <summary>TXT records, the parts of each joined (RFC 7208, 3.3). Empty if there is no such name.</summary>
    /// <exception cref="IOException">The DNS did not answer.</exception>
    Task<IReadOnlyList<string>> TextsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Where a CNAME leads; null if there is none.</summary>
    Task<string?> AliasAsync(string name, CancellationToken cancellationToken);

    Task<bool> HasMxAsync(string name, CancellationToken cancellationToken);
}
