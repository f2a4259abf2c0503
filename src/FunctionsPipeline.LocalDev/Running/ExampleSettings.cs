using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>
/// What an account without settings is given: the containers that people write to, an example site.yml that works, and a
/// short read-me beside it. An account that has the container of settings is left alone.
/// </summary>
internal static class ExampleSettings
{
    private const string ReadMe = """
        # The settings of this publication

        site.yml is an example: a made-up clinic with two newsletters. Change it and save it here. A minute later the pipeline
        uses it; the answer, with the line of each mistake, is the file site.yml.html in the container "reports". As long as
        a saved file has a mistake, the last good one stays in use.

        Articles belong into the container "articles": Markdown files (.md), or plain text (.txt), with their pictures beside
        them. Each is answered by a report in "reports". Its folder "_welcome" has the mails that the example sends to
        everyone who confirms.
        """;

    public static async Task PutAsync(BlobServiceClient blobs, CancellationToken cancellationToken)
    {
        var articles = blobs.GetBlobContainerClient(Containers.Articles);
        await articles.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var settings = blobs.GetBlobContainerClient(Containers.Settings);
        if (await settings.CreateIfNotExistsAsync(cancellationToken: cancellationToken) is null)
            return;
        // What the example names must be there, or staff are told that it is not.
        foreach (var file in SampleFiles.All.Where(file => file.IsWelcome))
        {
            await using var text = SampleFiles.Open(file);
            await articles.GetBlobClient(file.Name).UploadAsync(text, overwrite: true, cancellationToken);
        }
        await UploadAsync("READ-ME.md", new BinaryData(ReadMe + "\n"), "text/markdown; charset=utf-8");
        var example = SampleFiles.All.Single(file => file is { Container: Containers.Settings, Name: "site.yml" });
        await using var content = SampleFiles.Open(example);
        await UploadAsync(
            example.Name,
            await BinaryData.FromStreamAsync(content, cancellationToken),
            "application/yaml"
        );

        Task UploadAsync(string name, BinaryData text, string type) =>
            settings
                .GetBlobClient(name)
                .UploadAsync(
                    text,
                    new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = type } },
                    cancellationToken
                );
    }
}
