using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid;

/// <summary>What we give SendGrid beside <see cref="BulkArgs"/>.</summary>
internal static class OwnArgs
{
    /// <summary>Every argument's name begins so, because events carry them beside SendGrid's own fields.</summary>
    public const string Prefix = "fp_";

    /// <summary><see cref="MailMessage.Id"/>.</summary>
    public const string Message = BulkArgs.Message;
}
