using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>
/// ASP.NET Core's data-protection keys, which sign and encrypt sessions, in the storage account:
/// <c>state/desk/keys/&lt;generation&gt;/</c>. They are encrypted under a key that is derived from the newest signing key of
/// links, and a generation belongs to one such key: who can read storage alone cannot make a session, and a rotation of
/// the links' keys ends all sessions.
/// </summary>
public sealed class DeskKeys(IBlobStore store, SubscriberKeys keys) : IXmlRepository
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key = Derive(keys, "FunctionsPipeline desk keys", 32);
    private readonly string _folder =
        $"desk/keys/{Convert.ToHexStringLower(Derive(keys, "FunctionsPipeline desk keys, folder", 8))}/";

    private volatile bool _reachable;

    /// <summary>
    /// Data protection takes keys that cannot be read for none, and a session would seem over: so storage is asked first,
    /// once in each process.
    /// </summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task EnsureReachableAsync(CancellationToken cancellationToken)
    {
        if (_reachable)
            return;
        await ReadAllAsync(cancellationToken);
        _reachable = true;
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Task.Run(() => ReadAllAsync(CancellationToken.None)).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() =>
                store.WriteAsync(
                    new BlobPath(Containers.State, $"{_folder}{Guid.NewGuid():N}.xml"),
                    Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)),
                    new BlobHeaders("application/xml; charset=utf-8"),
                    WriteCondition.IfAbsent,
                    CancellationToken.None
                )
            )
            .GetAwaiter()
            .GetResult();

    public byte[] Encrypt(byte[] plain)
    {
        var sealedText = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(..NonceLength));
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(
            sealedText.AsSpan(..NonceLength),
            plain,
            sealedText.AsSpan(NonceLength + TagLength),
            sealedText.AsSpan(NonceLength, TagLength)
        );
        return sealedText;
    }

    /// <exception cref="CryptographicException">It was encrypted under another key, or changed.</exception>
    public byte[] Decrypt(byte[] sealedText)
    {
        if (sealedText.Length < NonceLength + TagLength)
            throw new CryptographicException("The stored key is cut short.");
        var plain = new byte[sealedText.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(
            sealedText.AsSpan(..NonceLength),
            sealedText.AsSpan(NonceLength + TagLength),
            sealedText.AsSpan(NonceLength, TagLength),
            plain
        );
        return plain;
    }

    private async Task<List<XElement>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var elements = new List<XElement>();
        await foreach (var entry in store.ListAsync(Containers.State, _folder, cancellationToken))
        {
            if (await store.ReadAsync(new BlobPath(Containers.State, entry.Name), cancellationToken) is not { } blob)
                continue;
            try
            {
                elements.Add(XElement.Parse(Encoding.UTF8.GetString(blob.Content.Span)));
            }
            catch (XmlException)
            {
                // Changed by hand: a new key is made in place of it.
            }
        }
        return elements;
    }

    private static byte[] Derive(SubscriberKeys keys, string use, int length) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            keys.Signing.First(key => !key.Retired).Key,
            length,
            salt: [],
            Encoding.UTF8.GetBytes(use)
        );
}

/// <summary>Encrypts data-protection keys on their way into storage.</summary>
internal sealed class DeskKeyEncryptor(DeskKeys keys) : IXmlEncryptor
{
    internal static readonly XName Sealed = "sealed";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(
            new XElement(
                Sealed,
                Convert.ToBase64String(
                    keys.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)))
                )
            ),
            typeof(DeskKeyDecryptor)
        );
}

/// <summary>Made by data protection, which finds its name in the stored key.</summary>
internal sealed class DeskKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(
            Encoding.UTF8.GetString(
                services.GetRequiredService<DeskKeys>().Decrypt(Convert.FromBase64String(encryptedElement.Value))
            )
        );
}

/// <summary>Tells data protection where its keys are.</summary>
internal sealed class DeskKeyStorage(DeskKeys keys) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = keys;
        options.XmlEncryptor = new DeskKeyEncryptor(keys);
    }
}
