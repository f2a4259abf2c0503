namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>What a column is for.</summary>
internal enum ColumnKind
{
    NotUsed,

    Address,
    Name,
    FirstName,
    LastName,
    Language,
    Basis,
    Date,
    Statement,

    /// <summary>A word for how the person stands, such as <c>active</c> or <c>bounced</c>. Never empty.</summary>
    Status,

    /// <summary>The same, but empty where it says nothing, such as a confirmation that not every service asks for.</summary>
    StatusIfAny,

    /// <summary>Yes, a date or a count for people who get no mail any more; no, 0 or nothing for the others.</summary>
    Gone,

    /// <summary>When or why a person left: any text means that this happened.</summary>
    GoneText,

    /// <summary>Yes or a date for people who want mail; no for the others. Never empty.</summary>
    Stays,

    /// <summary>When a person confirmed the subscription: empty for people who never did.</summary>
    Confirmation,

    /// <summary>Not known by its name: the importer said which of its values mean that a person left or stays.</summary>
    Answered,
}
