using System.Net;
using System.Net.Sockets;
using FunctionsPipeline.Mail;
using SendGrid;

namespace FunctionsPipeline.SendGrid.Calls;

/// <summary>
/// One call through SendGrid's own client, made once: no retry, no redirect. The result says what came back, and if
/// nothing did, whether the request can have arrived.
/// </summary>
/// <param name="options">Those of the client: its host and key.</param>
/// <param name="watch">Null where nothing watches the account.</param>
internal sealed class SendGridApi(
    ISendGridClient client,
    SendGridClientOptions options,
    TimeProvider clock,
    IMailAccountWatch? watch = null
)
{
    /// <summary>The longest that a call takes (rule S2 of the sending protocol).</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly Uri _mailSend = new(new Uri(options.Host), $"{options.Version}/mail/send");

    /// <summary>A small call, all of which the client does.</summary>
    /// <param name="call">The purpose, in words for people.</param>
    /// <param name="path">Below the API's version.</param>
    /// <param name="body">JSON; null for calls without one.</param>
    /// <param name="query">A JSON object, which the client turns into the query.</param>
    /// <param name="cancellationToken">As for <see cref="SendMailAsync"/>.</param>
    /// <exception cref="OperationCanceledException">
    /// Stopped, and there was no body of which it is known that nothing was written.
    /// </exception>
    public Task<SendGridAnswer> RequestAsync(
        string call,
        BaseClient.Method method,
        string path,
        string? body,
        string? query,
        CancellationToken cancellationToken
    ) =>
        NoteAsync(
            call,
            CallAsync(
                new SendGridCall(hasBody: body is not null),
                stop => client.RequestAsync(method, body, query, path, stop),
                cancellationToken
            )
        );

    /// <summary>
    /// Posts the body of <c>mail/send</c> as it is. By <c>MakeRequest</c>, because <c>RequestAsync</c> takes a string:
    /// with 1,000 recipients that takes 36 % more time and 70 MB or more at the peak (README.md has the figures).
    /// </summary>
    /// <param name="stillWanted">
    /// Asked when the connection stands, before the first byte of the body. Null: always wanted.
    /// </param>
    /// <param name="cancellationToken">
    /// Stops a call of which nothing was written yet. A call that is under way runs to its answer or its timeout: to
    /// drop it would turn a known outcome into an unknown one.
    /// </param>
    public async Task<SendGridAnswer> SendMailAsync(
        HttpContent body,
        Func<bool>? stillWanted,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _mailSend) { Content = body };
        request.Headers.Authorization = options.Auth;
        request.Headers.Accept.ParseAdd(client.MediaType);
        return await NoteAsync(
            "send mail",
            CallAsync(
                new SendGridCall(hasBody: true, stillWanted),
                stop => client.MakeRequest(request, stop),
                cancellationToken
            )
        );
    }

    /// <summary>Notifies the watch of what an answer says about the account, if it says anything.</summary>
    private async Task<SendGridAnswer> NoteAsync(string call, Task<SendGridAnswer> calling)
    {
        var answer = await calling;
        if (watch is not null && answer.IsAccountRefused)
            await watch.RefusedAsync(call, Refusal.Describe(answer));
        else if (watch is not null && answer.Status is < HttpStatusCode.MultipleChoices or HttpStatusCode.NotFound)
            await watch.WorkedAsync(call);
        return answer;
    }

    private async Task<SendGridAnswer> CallAsync(
        SendGridCall call,
        Func<CancellationToken, Task<Response>> make,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(CallTimeout, clock);
        using var stop = cancellationToken.Register(() =>
        {
            if (!call.HasBody || !call.Began)
                deadline.Cancel();
        });
        SendGridCall.Current.Value = call;
        try
        {
            await make(deadline.Token);
            return call.Answer ?? NoAnswer("SendGrid's client returned without an answer");
        }
        catch (Exception) when (call.Answer is not null)
        {
            // What the client makes of an answer does not change what SendGrid said.
            return call.Answer;
        }
        catch (Exception) when (call is { Withdrawn: true, Began: false })
        {
            // Headers may have left; without its body a request is none.
            return NoAnswer("it was withdrawn");
        }
        catch (OperationCanceledException)
        {
            if (!call.HasBody)
                cancellationToken.ThrowIfCancellationRequested();
            return NoAnswer(
                cancellationToken.IsCancellationRequested && !call.Began
                    ? "it was stopped before its first byte"
                    : "no answer in time"
            );
        }
        catch (Exception e) when (e is HttpRequestException || (call.HasBody && call.Began))
        {
            return NoAnswer(Describe(e));
        }

        SendGridAnswer NoAnswer(string failure) => new(Status: null, call.Began, Failure: failure);
    }

    /// <summary>Without the exception's message, which may quote what was sent.</summary>
    private static string Describe(Exception exception) =>
        exception switch
        {
            HttpRequestException { InnerException: SocketException socket } http =>
                $"{http.HttpRequestError} ({socket.SocketErrorCode})",
            HttpRequestException http => http.HttpRequestError.ToString(),
            _ => exception.GetType().Name,
        };
}
