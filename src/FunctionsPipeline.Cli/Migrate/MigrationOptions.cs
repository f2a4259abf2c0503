namespace FunctionsPipeline.Cli.Migrate;

/// <summary>What was asked for on the command line.</summary>
internal sealed record MigrationOptions
{
    public required string Export { get; init; }

    public required string Output { get; init; }

    /// <summary>The old site's address, ending in '/'; null where the export says it.</summary>
    public Uri? Site { get; init; }

    /// <summary>The newsletter to which the subscribers agreed; null if that is said when they are imported.</summary>
    public string? Newsletter { get; init; }

    /// <summary>What columns of subscribers mean, as <c>fp subscribers import --column</c> has it.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Reads everything and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Downloads pictures that the export only links to.</summary>
    public bool FetchPictures { get; init; }

    /// <summary>Carries over what can be read where an entry of the export is broken.</summary>
    public bool SkipBroken { get; init; }
}
