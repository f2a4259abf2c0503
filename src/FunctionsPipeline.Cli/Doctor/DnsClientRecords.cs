using DnsClient;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary><see cref="IDnsRecords"/> by DnsClient, on the machine's own name servers.</summary>
internal sealed class DnsClientRecords : IDnsRecords
{
    private readonly LookupClient _client = new(
        new LookupClientOptions
        {
            Timeout = TimeSpan.FromSeconds(3),
            Retries = 1,
            ThrowDnsErrors = false,
        }
    );

    public async Task<IReadOnlyList<string>> TextsAsync(string name, CancellationToken cancellationToken) =>
        [
            .. (await AskAsync(name, QueryType.TXT, cancellationToken))
                .Answers.TxtRecords()
                .Select(record => string.Concat(record.Text)),
        ];

    public async Task<string?> AliasAsync(string name, CancellationToken cancellationToken) =>
        (await AskAsync(name, QueryType.CNAME, cancellationToken))
            .Answers.CnameRecords()
            .FirstOrDefault()
            ?.CanonicalName.Value;

    public async Task<bool> HasMxAsync(string name, CancellationToken cancellationToken) =>
        (await AskAsync(name, QueryType.MX, cancellationToken)).Answers.MxRecords().Any();

    private async Task<IDnsQueryResponse> AskAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.QueryAsync(name, type, cancellationToken: cancellationToken);
            return answer.HasError && answer.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain
                ? throw new IOException($"The DNS does not answer for {name}: {answer.ErrorMessage}")
                : answer;
        }
        catch (DnsResponseException e)
        {
            throw new IOException($"The DNS does not answer: {e.Message}", e);
        }
    }
}
