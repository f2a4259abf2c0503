namespace FunctionsPipeline.Storage;

/// <summary>
/// Distinguishes this storage account from a copy of it: the account's name. Sending stops when the ledger was written under
/// another one (rule S8 of Newsletters/README.md).
/// </summary>
public sealed record StorageIdentity(string Name);
