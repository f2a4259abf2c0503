namespace FunctionsPipeline.Storage;

/// <summary>Creates containers that people write to. What the app itself writes to is created with its first blob.</summary>
public interface IContainerCreation
{
    /// <summary>Creates a container that only the account's owner can read; does nothing if it exists.</summary>
    /// <param name="container">One of <see cref="Containers"/>.</param>
    /// <exception cref="StorageException">Storage did not answer, or does not let us.</exception>
    Task EnsureAsync(string container, CancellationToken cancellationToken);
}
