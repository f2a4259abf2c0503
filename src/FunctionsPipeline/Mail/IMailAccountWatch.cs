namespace FunctionsPipeline.Mail;

/// <summary>
/// Told by the mail provider's adapter after each call whether the provider let us make it. A key that was revoked or
/// lacks a right, or credits that are used up, concern all mail and not the message that happened to be next. Never
/// throws: what the call itself came to must not be lost over it.
/// </summary>
public interface IMailAccountWatch
{
    /// <summary>The provider refused the account this kind of call.</summary>
    /// <param name="call">What we wanted to do, e.g. <c>send mail</c>: a key may have one right and lack another.</param>
    /// <param name="reason">For people who operate the system; never holds an address.</param>
    Task RefusedAsync(string call, string reason);

    /// <summary>The provider let us make this kind of call.</summary>
    Task WorkedAsync(string call);
}
