using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace CaseStudies.Server.Projections;

/// <summary>One initiative in its organisation's portfolio. Updated asynchronously, so that recording does not wait for it.</summary>
/// <param name="Applied">The number of events applied. If the stream holds more, one was skipped.</param>
public sealed record PortfolioEntry(string Id, PublicText? Title, string? OpenedOn, int Applied, DateTimeOffset LastRecordedAt, bool Reconstruction);

public sealed partial class PortfolioProjection : SingleStreamProjection<PortfolioEntry, string>
{
    /// <summary>The shard's name, as progress is recorded under it.</summary>
    public const string Shard = "Portfolio:All";

    public PortfolioProjection() => Name = "Portfolio";

    public override PortfolioEntry? Evolve(PortfolioEntry? entry, string id, IEvent e)
    {
        if (e.Data is not InitiativeEvent body)
            return entry;
        // An event that the relation could not fold must not count as applied here. It throws, and the daemon skips it.
        _ = InitiativeEventCatalogue.KindOf(body);
        EventMetadata.Validate(e);
        entry ??= new(id, null, null, 0, e.Timestamp, false);
        entry = entry with { Applied = entry.Applied + 1, LastRecordedAt = e.Timestamp };
        return body switch
        {
            InitiativeOpened opened => Opened(entry, opened),
            EntryCorrected { Replacement: InitiativeOpened opened } => Opened(entry, opened),
            InitiativeRenamed renamed => entry with { Title = renamed.Title },
            _ => entry,
        };
    }

    private static PortfolioEntry Opened(PortfolioEntry entry, InitiativeOpened opened) => entry with
    {
        Title = opened.Title,
        OpenedOn = NodaTime.Text.LocalDatePattern.Iso.Format(opened.On),
        Reconstruction = opened.Reconstruction is not null,
    };
}
