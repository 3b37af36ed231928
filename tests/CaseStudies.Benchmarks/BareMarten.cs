using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Storage;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>What the event store does by itself, with its quickest way of appending: no ledger, no entry, no decision.</summary>
internal sealed class BareMarten(NpgsqlDataSource source) : IDisposable
{
    private readonly DocumentStore _store = DocumentStore.For(o =>
    {
        o.Connection(source);
        o.DatabaseSchemaName = "bare";
        o.Events.StreamIdentity = StreamIdentity.AsString;
        o.Events.TenancyStyle = TenancyStyle.Conjoined;
        o.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
    });

    public sealed record ConsultationReceived(string On, string Channel, string Topic);

    /// <summary>Every stream is opened beforehand, as ours are.</summary>
    public async Task CreateAsync(int streams)
    {
        for (var stream = 0; stream < streams; stream++)
            await WriteAsync(Facts.Organisation(stream).Value, Facts.Initiative(stream).Value, new("2025-06-02", "phone", "housing"));
    }

    /// <summary>Who loses a race for a version tries again, as an application would.</summary>
    /// <returns>The event's version.</returns>
    public async Task<long> WriteAsync(string organisation, string initiative, ConsultationReceived fact)
    {
        while (true)
        {
            try
            {
                await using var session = _store.LightweightSession(organisation);
                var action = session.Events.Append(initiative, fact);
                await session.SaveChangesAsync();
                return action.Events[0].Version;
            }
            catch (EventStreamUnexpectedMaxEventIdException)
            {
            }
        }
    }

    public void Dispose() => _store.Dispose();
}
