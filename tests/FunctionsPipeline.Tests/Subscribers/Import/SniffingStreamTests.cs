using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>What is noticed of a file while it goes by in parts, wherever the parts end.</summary>
public sealed class SniffingStreamTests
{
    private const int Part = 16;
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<string, byte[]> Files()
    {
        var zoe = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("email,name\nzoe@example.org,Zoë");
        return new TheoryData<string, byte[]>
        {
            { "utf-8", [] },
            { "utf-8", "email\nann@example.org\n"u8.ToArray() },
            // Sixteen is no multiple of three: every part but a few ends inside a character.
            { "utf-8", Encoding.UTF8.GetBytes(new string('€', 20_000)) },
            {
                "utf-8",
                Encoding.UTF8.GetBytes(new string('x', 16 * 1024 - 5) + string.Concat(Enumerable.Repeat("🙂", 5_000)))
            },
            { "utf-8", [.. Encoding.UTF8.Preamble, .. "email\n"u8] },
            { "windows-1252", zoe },
            { "windows-1252", [.. zoe, .. "\n"u8] },
            { "windows-1252", [.. zoe, .. "\n"u8, .. Encoding.UTF8.GetBytes(new string('x', 40_000) + "é")] },
            { "utf-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("email\n")] },
            { "utf-16BE", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("email\n")] },
        };
    }

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public async Task A_file_is_recognised_by_its_bytes_in_parts_of_any_size(string encoding, byte[] file)
    {
        foreach (var part in new[] { Part, 100_000 })
        {
            await using var sniffed = new SniffingStream(new MemoryStream(file), Megabyte);
            await sniffed.CopyToAsync(Stream.Null, part);
            await using var blocking = new SniffingStream(new MemoryStream(file), Megabyte);
            blocking.CopyTo(Stream.Null, part);

            var noticed = (encoding, (long)file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
            Assert.Equal(noticed, (sniffed.Encoding, sniffed.Length, sniffed.Hash));
            Assert.Equal(noticed, (blocking.Encoding, blocking.Length, blocking.Hash));
        }
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_passes_and_one_byte_more_does_not()
    {
        await using var exact = new SniffingStream(new MemoryStream(new byte[Megabyte]), Megabyte);
        await exact.CopyToAsync(Stream.Null);
        Assert.Equal(Megabyte, exact.Length);

        await using var over = new SniffingStream(new MemoryStream(new byte[Megabyte + 1]), Megabyte);
        var problem = await Assert.ThrowsAsync<ImportFileTooLargeException>(() => over.CopyToAsync(Stream.Null));
        Assert.Equal("The file is larger than 1 MB. Split it.", problem.Message);
    }

    [Fact]
    public async Task A_name_that_ends_a_file_of_an_old_program_is_read()
    {
        var world = new SubscriberWorld();
        var file = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("email,name\nzoe@example.org,Zoë");

        await world.ImportAsync(file);

        Assert.Equal("Zoë", (await world.FindAsync("zoe@example.org"))!.Name);
    }
}
