using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Localization;

/// <summary>
/// Where the words are looked up by a value's name, no value may be without: it would be found out by anyone who meets
/// it first.
/// </summary>
public sealed class WordsTests
{
    public static TheoryData<string, string, Type> Looked =>
        new()
        {
            { SubscriberStrings.Pages, "status-{0}", typeof(SubscriberStatus) },
            { SubscriberStrings.Pages, "frequency-{0}", typeof(Frequency) },
            { SubscriberStrings.Pages, "basis-{0}", typeof(ConsentBasis) },
            { SubscriberStrings.Pages, "departure-{0}", typeof(DepartureReason) },
            { SubscriberStrings.Pages, "event-{0}", typeof(EvidenceKind) },
            { SubscriberStrings.Pages, "source-{0}", typeof(ConsentSource) },
            { StaffMails.Strings, "excluded-{0}", typeof(Exclusion) },
            { StaffMails.Strings, "alert-{0}", typeof(AlertKind) },
            { StaffMails.Strings, "alert-{0}-text", typeof(AlertKind) },
        };

    [Theory]
    [MemberData(nameof(Looked))]
    public void Every_value_has_its_words(string area, string key, Type values)
    {
        var strings = StringTable.Load(area, "en").All;
        Assert.All(Enum.GetNames(values), name => Assert.NotEqual("", strings[string.Format(null, key, name)]));
    }
}
