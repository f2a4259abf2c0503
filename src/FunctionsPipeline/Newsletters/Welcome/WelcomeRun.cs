using System.Collections.Concurrent;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>What the looks of one tick share: the settings, and each mail once.</summary>
internal sealed class WelcomeRun(SiteSettings site, DateTimeOffset? copyAdoptedAt, WelcomeFiles files)
{
    /// <summary>So many calls in a row that did not come through, and the provider is away.</summary>
    private const int MostFailures = 3;

    private readonly ConcurrentDictionary<(string Newsletter, string File), Lazy<Task<StepMail>>> _mails = new();
    private int _failures;
    private volatile bool _isOver;

    /// <summary>See <see cref="Sending.ISendingReader.CopyAdoptedAtAsync"/>.</summary>
    public DateTimeOffset? CopyAdoptedAt => copyAdoptedAt;

    /// <summary>True when nothing more is to be tried before the next tick.</summary>
    public bool IsOver => _isOver;

    public NewsletterSettings? Newsletter(string id) => site.Newsletters.FirstOrDefault(n => n.Id == id);

    public async Task<StepMail> MailAsync(
        NewsletterSettings newsletter,
        WelcomeStep step,
        CancellationToken cancellationToken
    )
    {
        var key = (newsletter.Id, step.File);
        var read = _mails.GetOrAdd(
            key,
            _ => new Lazy<Task<StepMail>>(() => ReadAsync(newsletter, step, cancellationToken))
        );
        return await ReadAsync(key, read);
    }

    /// <summary>The mail in the reader's language where there is one that can be sent; else as it is.</summary>
    /// <param name="language">What the person reads, BCP 47; null for the site's language.</param>
    public async Task<WelcomeMail> TranslateAsync(
        NewsletterSettings newsletter,
        WelcomeStep step,
        WelcomeMail mail,
        string? language,
        CancellationToken cancellationToken
    )
    {
        var served = Languages.Serving(language ?? site.Language);
        if (served == Languages.Serving(site.Language))
            return mail;
        var key = (newsletter.Id, WelcomeText.Translation(step.File, served));
        var read = _mails.GetOrAdd(
            key,
            _ => new Lazy<Task<StepMail>>(() =>
                files.ReadTranslationAsync(site, newsletter, step, served, cancellationToken)
            )
        );
        return await ReadAsync(key, read) is { Problem: null, Mail: { } translated } ? translated : mail;
    }

    /// <summary>The provider does not take the step's mail as it is: no one else is tried with it in this tick.</summary>
    public Task RefuseAsync(
        NewsletterSettings newsletter,
        WelcomeStep step,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        _mails[(newsletter.Id, step.File)] = new(Task.FromResult(new StepMail(null, WelcomeProblem.Refused, [])));
        return files.NotifyAsync(newsletter, step, WelcomeProblem.Refused, reason, cancellationToken);
    }

    public void Stop() => _isOver = true;

    /// <summary>Whether a call came through.</summary>
    public void Note(bool cameThrough)
    {
        if (cameThrough)
            Interlocked.Exchange(ref _failures, 0);
        else if (Interlocked.Increment(ref _failures) >= MostFailures)
            _isOver = true;
    }

    private async Task<StepMail> ReadAsync((string, string) key, Lazy<Task<StepMail>> read)
    {
        try
        {
            return await read.Value;
        }
        catch
        {
            // The next person tries again.
            _mails.TryRemove(new(key, read));
            throw;
        }
    }

    private async Task<StepMail> ReadAsync(
        NewsletterSettings newsletter,
        WelcomeStep step,
        CancellationToken cancellationToken
    )
    {
        var mail = await files.ReadAsync(site, newsletter, step, cancellationToken);
        if (mail.Problem is { } problem)
            await files.NotifyAsync(newsletter, step, problem, null, cancellationToken);
        return mail;
    }
}
