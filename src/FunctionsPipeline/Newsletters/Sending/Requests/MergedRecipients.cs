using System.Collections;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>
/// The recipients of one request, each made when it is asked for: a thousand at once would be the most that staging holds in
/// memory, and the mail provider's adapter goes through them once.
/// </summary>
internal sealed class MergedRecipients(
    IRecipientMerge merge,
    IssueRecord issue,
    FrozenContent content,
    IReadOnlyList<Candidate> people
) : IReadOnlyList<BulkRecipient>
{
    public int Count => people.Count;

    public BulkRecipient this[int index] => merge.Merge(issue, content, people[index]);

    public IEnumerator<BulkRecipient> GetEnumerator()
    {
        foreach (var person in people)
            yield return merge.Merge(issue, content, person);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
