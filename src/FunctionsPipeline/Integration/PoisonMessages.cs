using System.Text.Json;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Integration;

/// <summary>What a person does about messages that failed too often: look, try again, drop.</summary>
public sealed class PoisonMessages(IPoisonStore poison, IMessageQueue queues, IDropAnswers answers)
{
    /// <summary>The first 32 messages of each poison queue, or of one.</summary>
    /// <param name="queue">With or without the suffix <c>-poison</c>; null for all.</param>
    public async Task<Answer<IReadOnlyList<PoisonMessage>>> ListAsync(
        string? queue,
        CancellationToken cancellationToken
    )
    {
        var named = queue is null ? null : Find(queue);
        if (queue is not null && named is null)
            return UnknownQueue(queue);
        var messages = new List<PoisonMessage>();
        foreach (var name in named is null ? Queues.Poison : [named])
            messages.AddRange(await poison.PeekAsync(name, cancellationToken));
        return messages;
    }

    /// <summary>
    /// Gives messages back to the function that failed on them. A message is sent before it is deleted: one that a death in
    /// between leaves in both queues does its work twice, which every function stands.
    /// </summary>
    /// <param name="id">One message; null for all of the queue.</param>
    /// <returns>How many.</returns>
    public Task<Answer<int>> RetryAsync(string queue, string? id, CancellationToken cancellationToken) =>
        DeleteAsync(queue, id, GiveBackAsync, cancellationToken);

    /// <summary>Deletes messages for good. What they asked for is not done.</summary>
    /// <param name="id">One message; null for all of the queue.</param>
    /// <returns>How many.</returns>
    public Task<Answer<int>> DropAsync(string queue, string? id, CancellationToken cancellationToken) =>
        DeleteAsync(queue, id, (_, _) => Task.FromResult(true), cancellationToken);

    /// <summary>What a message asked for, in words.</summary>
    public static string Describe(PoisonMessage message)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Text);
            var root = json.RootElement;
            return Origin(message.Queue) switch
            {
                Queues.SiteRebuild => "Show what changed on the site",
                Queues.Syndication => $"Carry article {Value(root, "slug")} to target {Value(root, "target")}",
                Queues.Pictures => $"Make smaller forms of the pictures of article {Value(root, "slug")}",
                Queues.Requests =>
                    $"Hand requests {Value(root, "requests")?.Trim('[', ']')} of issue {Value(root, "issue")} to SendGrid",
                Queues.Events => $"Record what SendGrid reported ({Value(root, "blob")})",
                Queues.Imports => $"Import subscribers ({Value(root, "id")})",
                Queues.Sources => $"Read the source {Value(root, "source")}",
                _ => $"Publish the file {DropOf(message.Text) ?? "?"}",
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "Not a message of this app";
        }
    }

    private async Task<Answer<int>> DeleteAsync(
        string queue,
        string? id,
        Func<PoisonMessage, CancellationToken, Task<bool>> isDone,
        CancellationToken cancellationToken
    )
    {
        if (Find(queue) is not { } name)
            return UnknownQueue(queue);
        var deleted = await poison.DeleteWhereAsync(
            name,
            async (message, token) => (id is null || message.Id == id) && await isDone(message, token),
            cancellationToken
        );
        return id is not null && deleted == 0
            ? new Refusal(
                $"Queue '{name}' holds no message '{id}' that this can be done with. 'fp poison list' shows those that are there."
            )
            : deleted;
    }

    private async Task<bool> GiveBackAsync(PoisonMessage message, CancellationToken cancellationToken)
    {
        if (message.Queue != Queues.BlobTriggerPoison)
        {
            await queues.SendAsync(Origin(message.Queue), message.Text, TimeSpan.Zero, cancellationToken);
            return true;
        }
        // The host has no queue of its own that takes such a message again: the file is answered here.
        if (DropOf(message.Text) is not { } source)
            return false;
        await answers.AnswerAsync(source, cancellationToken);
        return true;
    }

    /// <summary>The blob in <c>articles</c> that the host's own message names; null if it names another.</summary>
    private static string? DropOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Value(json.RootElement, "ContainerName") == Containers.Articles
                ? Value(json.RootElement, "BlobName")
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Value(JsonElement message, string name)
    {
        foreach (var property in message.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()
                    : property.Value.GetRawText();
        }
        return null;
    }

    private static string? Find(string queue) =>
        Queues.Poison.FirstOrDefault(name => name == queue || name == queue + Queues.PoisonSuffix);

    private static string Origin(string queue) =>
        queue.EndsWith(Queues.PoisonSuffix, StringComparison.Ordinal) ? queue[..^Queues.PoisonSuffix.Length] : queue;

    private static Refusal UnknownQueue(string queue) =>
        new($"There is no queue '{queue}'. The queues are: {string.Join(", ", Queues.Poison)}.");
}
