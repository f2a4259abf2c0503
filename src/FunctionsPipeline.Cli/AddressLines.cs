using System.Globalization;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Cli;

/// <summary>
/// A file with one address a line, empty lines left out. Addresses are never arguments: shells and process lists keep
/// those.
/// </summary>
internal static class AddressLines
{
    /// <exception cref="IOException">
    /// The file cannot be read, or a line is no address; the line is named by its number only.
    /// </exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var addresses = new List<string>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (!EmailAddress.TryParse(line.Trim(), out var address))
                throw new IOException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Line {number} of {file.Name} is not an e-mail address. Nothing was changed."
                    )
                );
            addresses.Add(address.Value);
        }
        return addresses;
    }
}
