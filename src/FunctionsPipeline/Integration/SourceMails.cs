using System.Globalization;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Integration;

/// <summary>What staff should know of the sources is told to them by mail.</summary>
internal sealed class SourceMails(StaffOutbox outbox, ISiteSettingsSource settings) : ISourceNotices
{
    public async Task NotifyAsync(SourceNotice notice, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        await outbox.NotifyAsync(
            StaffNotice.OfSource(KindOf(notice.Kind), KeyOf(notice), notice.Name, [.. Facts(notice, site)]),
            cancellationToken
        );
    }

    private static StaffNoticeKind KindOf(SourceNoticeKind kind) =>
        kind switch
        {
            SourceNoticeKind.Failing => StaffNoticeKind.SourceFailing,
            SourceNoticeKind.Recovered => StaffNoticeKind.SourceRecovered,
            SourceNoticeKind.Moved => StaffNoticeKind.SourceMoved,
            SourceNoticeKind.Gone => StaffNoticeKind.SourceGone,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>The same trouble always has the same key; one that lasts has another one each week.</summary>
    private static string KeyOf(SourceNotice notice) =>
        string.Create(CultureInfo.InvariantCulture, $"{notice.Id}/{Occasion(notice)}/{notice.Week}");

    private static string Occasion(SourceNotice notice) =>
        notice.Kind == SourceNoticeKind.Moved
            ? Sha256Hex.Of(notice.NewAddress ?? "", 6)
            : notice.Since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<StaffFact> Facts(SourceNotice notice, SiteSettings site)
    {
        var strings = StringTable.Load(SourceText.Strings, site.Language);
        yield return new StaffFact(strings["notice-address"], notice.Address);
        if (notice.NewAddress is { } address)
        {
            yield return new StaffFact(strings["notice-new-address"], address);
            yield return new StaffFact(strings["notice-fix"], strings.Format("notice-moved-fix", ("id", notice.Id)));
        }
        if (notice.Kind is SourceNoticeKind.Failing or SourceNoticeKind.Gone)
        {
            var since = TimeZoneInfo.ConvertTime(notice.Since, site.TimeZone);
            yield return new StaffFact(
                strings["notice-since"],
                since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        }
        if (notice is { Trouble: { } trouble, Kind: not SourceNoticeKind.Recovered })
        {
            var (problem, fix) = SourceText.Of(trouble, notice.Status, site.Language);
            yield return new StaffFact(strings["notice-problem"], problem);
            yield return new StaffFact(strings["notice-fix"], fix);
        }
    }
}
