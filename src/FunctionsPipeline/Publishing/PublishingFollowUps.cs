using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Site.Rebuild;

namespace FunctionsPipeline.Publishing;

/// <summary>What an article that is published leaves for later.</summary>
/// <param name="Changes">The site's lists and feeds have to show it.</param>
/// <param name="MissingFiles">It is published again when a file comes that it refers to.</param>
/// <param name="Pictures">Its pictures get smaller forms.</param>
public sealed record PublishingFollowUps(SiteChanges Changes, MissingFileWatch MissingFiles, PictureRequests Pictures);
