namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>Why readers must not see a post, in words for the report.</summary>
internal static class PostState
{
    public const string Draft = "it was a draft";
    public const string Scheduled = "it was scheduled";
    public const string Private = "it was private";
    public const string Members = "it was for members or paying readers only";
    public const string MailOnly = "it went out by mail only";
    public const string Password = "it had a password";
}
