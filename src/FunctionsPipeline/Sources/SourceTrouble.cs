namespace FunctionsPipeline.Sources;

/// <summary>Why a source could not be read. Each has its words in <c>Localization/en.json</c>.</summary>
public enum SourceTrouble
{
    /// <summary>No connection: no such host, no answer at its door, no certificate that can be trusted.</summary>
    Unreachable,

    /// <summary>Too late, or broken off.</summary>
    NoAnswer,

    /// <summary>It leads into a network that is not public.</summary>
    Forbidden,

    /// <summary>It is redirected to an address without https.</summary>
    NotSecure,

    /// <summary>It is redirected too often, or in a circle.</summary>
    Redirects,

    /// <summary>The server refused: 4xx, but for 410.</summary>
    Refused,

    /// <summary>429.</summary>
    TooOften,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>410: its owner says that it will not come back.</summary>
    Gone,

    TooLarge,

    /// <summary>Nothing in it.</summary>
    Empty,

    /// <summary>A web page instead of a feed.</summary>
    WebPage,

    OtherFormat,

    Broken,

    /// <summary>It has a document type.</summary>
    DocumentType,
}
