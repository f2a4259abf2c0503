using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>
/// What other services export. Each row's address says what is right: <c>stays…</c> is imported; the others are
/// refused, with the reason that their address begins with.
/// </summary>
public sealed class ServiceExportTests
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["left"] = "left where the file comes from",
        ["bounced"] = "bounced where the file comes from",
        ["complained"] = "reported mail as spam where the file comes from",
        ["unconfirmed"] = "never confirmed the subscription",
        ["blocked"] = "blocked, inactive or on hold",
        ["missing"] = "A column that says who left is empty",
    };

    private readonly SubscriberWorld _world = new();

    [Theory]
    [InlineData(
        "Kit",
        """
            email,first_name,state,created_at
            stays@example.org,Noor,active,2024-02-01 08:00:00 UTC
            left@example.org,Iris,cancelled,2024-02-01 08:00:00 UTC
            bounced@example.org,Omar,bounced,2024-02-01 08:00:00 UTC
            complained@example.org,Vera,complained,2024-02-01 08:00:00 UTC
            blocked@example.org,Luis,inactive,2024-02-01 08:00:00 UTC
            """
    )]
    [InlineData(
        "HubSpot",
        """
            Record ID,First Name,Email,Unsubscribed from all email,Email hard bounce reason,Marketing contact status,Marketing email confirmation status
            1,Noor,stays@example.org,false,,Marketing contact,
            2,Iris,left@example.org,true,,Marketing contact,
            3,Omar,bounced@example.org,false,UNKNOWN_USER,Marketing contact,
            4,Luis,blocked@example.org,,,Non-marketing contact,
            5,Vera,unconfirmed@example.org,,,Marketing contact,double_opt_in_pending
            """
    )]
    [InlineData(
        "Brevo",
        """
            EMAIL;FIRSTNAME;LASTNAME;DOUBLE_OPT-IN;EMAIL_BLOCKLISTED
            stays@example.org;Noor;A;Yes;No
            blocked@example.org;Luis;B;Yes;Yes
            unconfirmed@example.org;Vera;C;No;No
            missing@example.org;Iris;D;;No
            """
    )]
    [InlineData(
        "Beehiiv",
        """
            id,email,status,created_at,subscription_tier
            1,stays@example.org,active,2024-02-01 08:00:00,free
            2,blocked@example.org,inactive,2024-02-01 08:00:00,free
            3,bounced@example.org,invalid,2024-02-01 08:00:00,free
            4,unconfirmed@example.org,pending,2024-02-01 08:00:00,free
            5,unconfirmed2@example.org,validating,2024-02-01 08:00:00,free
            6,blocked2@example.org,needs_attention,2024-02-01 08:00:00,premium
            """,
        "subscription_tier=ignore"
    )]
    [InlineData(
        "MailerLite",
        """
            Subscriber,Email,Status,Subscribed,Unsubscribed,Opens
            1,stays@example.org,Active,2024-02-01 08:00:00,,12
            2,left@example.org,Unsubscribed,2024-02-01 08:00:00,2024-09-01 08:00:00,3
            3,unconfirmed@example.org,Unconfirmed,2024-02-01 08:00:00,,0
            4,bounced@example.org,Bounced,2024-02-01 08:00:00,,0
            5,complained@example.org,Junk,2024-02-01 08:00:00,,0
            6,left2@example.org,Active,2024-02-01 08:00:00,2024-09-01 08:00:00,3
            """,
        "Subscriber=ignore"
    )]
    [InlineData(
        "Campaign Monitor",
        """
            Email Address,Name,State,Date
            stays@example.org,Noor,Active,2024-02-01
            left@example.org,Iris,Unsubscribed,2024-02-01
            left2@example.org,Iris,Deleted,2024-02-01
            bounced@example.org,Omar,Bounced,2024-02-01
            unconfirmed@example.org,Vera,Unconfirmed,2024-02-01
            """
    )]
    [InlineData(
        "Constant Contact",
        """
            Email address,First name,Email status,Email permission status,Confirmed Opt-Out Date,Confirmed Opt-Out Reason,City,State/Province
            stays@example.org,Noor,Active,Express,,,Regina,SK
            stays2@example.org,Noor,Active,Implied,,,Regina,SK
            left@example.org,Iris,Unsubscribed,Express,,,Regina,SK
            left2@example.org,Iris,Active,Express,2024-09-01 10:00:00,No longer interested,Regina,SK
            unconfirmed@example.org,Vera,Awaiting confirmation,Not set,,,Regina,SK
            blocked@example.org,Luis,Temp hold,Implied,,,Regina,SK
            """
    )]
    [InlineData(
        "Mailchimp",
        """
            Email Address,First Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,UNSUB_TIME,UNSUB_REASON,CLEAN_TIME,TAGS
            stays@example.org,Noor,2,,,2024-02-01 08:00:00,192.0.2.1,,,,"Clinic"
            left@example.org,Iris,2,,,2024-02-01 08:00:00,192.0.2.1,2024-09-01 08:00:00,NORMAL,,
            bounced@example.org,Omar,2,,,2024-02-01 08:00:00,192.0.2.1,,,2024-09-01 08:00:00,
            """
    )]
    [InlineData(
        "Mailchimp, one status",
        """
            Email Address,Email Marketing
            stays@example.org,Subscribed
            left@example.org,Unsubscribed
            left2@example.org,Non-Subscribed
            bounced@example.org,Cleaned
            unconfirmed@example.org,Pending
            blocked@example.org,Archived
            """
    )]
    [InlineData(
        "Ghost",
        """
            id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels
            1,stays@example.org,Noor,,true,false,,2024-02-01T08:00:00.000Z,,
            2,left@example.org,Iris,,false,false,,2024-02-01T08:00:00.000Z,,
            3,left2@example.org,Iris,,true,false,,2024-02-01T08:00:00.000Z,2024-09-01T08:00:00.000Z,
            4,missing@example.org,Omar,,,false,,2024-02-01T08:00:00.000Z,,
            """
    )]
    [InlineData(
        "Substack",
        """
            email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
            stays@example.org,false,,other,false,2024-02-01T08:00:00.000Z,
            left@example.org,false,,other,true,2024-02-01T08:00:00.000Z,
            """
    )]
    [InlineData(
        "Substack, newer",
        """
            Email,Name,Type,Start date,Cancel date,Days active (30d)
            stays@example.org,Noor,Free,2024-02-01,,12
            left@example.org,Iris,Monthly,2024-02-01,2024-09-01,0
            """
    )]
    [InlineData(
        "listmonk",
        """
            uuid,email,name,attributes,status,created_at,updated_at
            u1,stays@example.org,Noor,"{""clinic"": 1}",enabled,2024-02-01T08:00:00.123456Z,2024-02-01T08:00:00Z
            u2,blocked@example.org,Luis,{},blocklisted,2024-02-01T08:00:00.123456Z,2024-02-01T08:00:00Z
            u3,blocked2@example.org,Luis,{},disabled,2024-02-01T08:00:00.123456Z,2024-02-01T08:00:00Z
            """
    )]
    [InlineData(
        "Buttondown",
        """
            email,notes,metadata,tags,creation_date,type
            stays@example.org,,{},,2024-02-01T08:00:00.123456Z,regular
            stays2@example.org,,{},,2024-02-01T08:00:00.123456Z,premium
            left@example.org,,{},,2024-02-01T08:00:00.123456Z,unsubscribed
            unconfirmed@example.org,,{},,2024-02-01T08:00:00.123456Z,unactivated
            bounced@example.org,,{},,2024-02-01T08:00:00.123456Z,undeliverable
            complained@example.org,,{},,2024-02-01T08:00:00.123456Z,spammy
            """
    )]
    [InlineData(
        "Keila",
        """
            Email,First name,Last name,Data,Status,External ID
            stays@example.org,Noor,A,{},active,
            left@example.org,Iris,B,{},unsubscribed,
            bounced@example.org,Omar,C,{},unreachable,
            """
    )]
    [InlineData(
        "Buttondown, with reasons",
        """
            id,email,type,creation_date,undeliverability_date,undeliverability_reason
            1,stays@example.org,regular,2024-02-01,,
            2,bounced@example.org,regular,2024-02-01,2024-09-01,mailbox full
            """
    )]
    [InlineData(
        "Brevo, newer",
        """
            CONTACT ID,EMAIL,FIRSTNAME,LASTNAME,BLOCKLISTED_EMAIL
            1,stays@example.org,Noor,A,False
            2,blocked@example.org,Luis,B,True
            """
    )]
    [InlineData(
        "Mailjet",
        """
            Email,Name,IsExcludedFromCampaigns,IsOptInPending,IsSpamComplaining
            stays@example.org,Noor,false,false,false
            blocked@example.org,Luis,true,false,false
            unconfirmed@example.org,Vera,false,true,false
            complained@example.org,Omar,false,false,true
            """
    )]
    [InlineData(
        "Drip",
        """
            status,email,created_at,eu_consent,lifetime_value
            active,stays@example.org,2024-02-01T08:00:00Z,granted,
            active,stays2@example.org,2024-02-01T08:00:00Z,,
            active,left@example.org,2024-02-01T08:00:00Z,denied,
            undeliverable,bounced@example.org,2024-02-01T08:00:00Z,granted,
            """
    )]
    [InlineData(
        "AWeber",
        """
            Name,Email,Date Added,Stop Time,Stop Status
            Noor,stays@example.org,2024-02-01,,
            Iris,left@example.org,2024-02-01,2024-09-01,Unsubscribed via Link
            """
    )]
    [InlineData(
        "Klaviyo",
        """
            Email,First Name,Email Marketing Consent,Email Marketing Consent Timestamp,Email Suppressed,Email Suppressed Reason
            stays@example.org,Noor,SUBSCRIBED,2024-02-01 08:00:00,,
            left@example.org,Iris,NEVER_SUBSCRIBED,,,
            blocked@example.org,Luis,SUBSCRIBED,2024-02-01 08:00:00,,USER_SUPPRESSED
            """
    )]
    [InlineData(
        "MailPoet",
        """
            email,first_name,global_status,list_status,created_at,confirmed_at
            stays@example.org,Noor,Subscribed,Subscribed,2024-02-01 08:00:00,2024-02-01 08:00:00
            left@example.org,Iris,Subscribed,Unsubscribed,2024-02-01 08:00:00,2024-02-01 08:00:00
            unconfirmed@example.org,Vera,Subscribed,Subscribed,2024-02-01 08:00:00,
            """
    )]
    [InlineData(
        "a spreadsheet by hand",
        """
            E-mail,Remove,Mail OK?,Valid,Deceased
            stays@example.org,,yes,yes,
            left@example.org,x,yes,yes,
            left2@example.org,,no,yes,
            bounced@example.org,,yes,no,
            left3@example.org,,yes,yes,yes
            """
    )]
    [InlineData(
        "ours",
        """
            id,email,name,language,status,newsletters,topics,frequency,consent_basis,consent_date,paused_until
            00a,stays@example.org,Noor,en,active,news,,AsScheduled,express,2024-02-01T08:00:00Z,
            00b,left@example.org,Iris,en,unsubscribed,,,AsScheduled,express,2024-02-01T08:00:00Z,
            00c,bounced@example.org,Omar,en,bounced,news,,AsScheduled,express,2024-02-01T08:00:00Z,
            00d,complained@example.org,Vera,en,complained,news,,AsScheduled,express,2024-02-01T08:00:00Z,
            00e,unconfirmed@example.org,Luis,en,pending,,,AsScheduled,,,
            """
    )]
    [InlineData(
        "a clinic's list in French",
        """
            Courriel;Prénom;Nom;Statut;Désabonné
            stays@example.org;Noor;A;Inscrite;non
            left@example.org;Iris;B;Désinscrit;oui
            left2@example.org;Iris;C;Inscrit;oui
            unconfirmed@example.org;Vera;D;Non confirmé;non
            """
    )]
    [InlineData(
        "a practice's list in German",
        """
            E-Mail-Adresse;Vorname;Nachname;Status;Abgemeldet am
            stays@example.org;Noor;A;Aktiv;
            left@example.org;Iris;B;aktiv;01.09.2024
            bounced@example.org;Omar;C;unzustellbar;
            blocked@example.org;Luis;D;GESPERRT;
            """
    )]
    [InlineData(
        "a clinic's list in Spanish",
        """
            Correo electrónico,Nombre,Apellidos,Estado,Fecha de baja
            stays@example.org,Noor,A,Activo,
            left@example.org,Iris,B,Dado de baja,
            left2@example.org,Iris,C,Activa,2024-09-01
            unconfirmed@example.org,Vera,D,Pendiente de confirmación,
            """
    )]
    public async Task Only_those_who_get_mail_there_are_imported(string service, string csv, params string[] answers)
    {
        var (progress, result) = await _world.ImportAsync(csv, Importing.Express with { Columns = answers });

        Assert.True(progress.State == ImportState.Done, $"{service}: {progress.Message}");
        foreach (var (index, line) in csv.Split('\n').Index().Skip(1))
        {
            var address = line.Split(',', ';').First(c => c.Contains('@')).Trim();
            var word = string.Concat(address.TakeWhile(char.IsAsciiLetter));
            Assert.True(
                (await _world.FindAsync(address) is not null) == (word == "stays"),
                $"{service}: {line}\n{result}"
            );
            if (word != "stays")
                Assert.Contains(
                    Reasons[word],
                    Assert.Single(result.Split('\n'), l => l.StartsWith($"{index + 1},", StringComparison.Ordinal))
                );
        }
    }
}
