using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Persons;

/// <summary>An erasure of one organisation, as the list beside the backups has it: ids and no names.</summary>
internal sealed record ListedErasure(Slug Organisation, ImmutableArray<PersonId> Persons, ErasureGround Ground, Instant At);

/// <param name="Done">Ids that were erased now.</param>
/// <param name="Before">Ids that this store had erased already.</param>
/// <param name="Unknown">Ids of which this store knows nothing.</param>
internal sealed record ErasuresRepeated(int Done, int Before, int Unknown);

/// <summary>
/// The erasures of a store as a file, and the same done again in a store that was restored from a backup of before. A backup cannot be changed, so what was
/// erased since comes back with it.
/// </summary>
internal sealed class ErasureList(BackgroundConnections background, Erasure erasure, OrganisationReader organisations)
{
    /// <summary>Every erasure of every organisation, the oldest first.</summary>
    public async Task<IReadOnlyList<ListedErasure>> AllAsync(CancellationToken cancellation)
    {
        await using var select = background.Command(
            $"select tenant_id, data::text, timestamp from {MartenTables.Events} where stream_id = $1 and type = 'person_erased' order by seq_id");
        select.Parameters.Add(new() { Value = OrganisationStream.Key });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var all = new List<ListedErasure>();
        while (await reader.ReadAsync(cancellation))
        {
            var erased = JsonSerializer.Deserialize<PersonErased>(reader.GetString(1), DomainJson.Options)!;
            all.Add(new(new(reader.GetString(0)), erased.Persons, erased.Ground, reader.GetFieldValue<Instant>(2)));
        }

        return all;
    }

    /// <summary>One erasure a line, in JSON.</summary>
    public static string Write(ListedErasure erasure) => JsonSerializer.Serialize(erasure, DomainJson.Options);

    /// <exception cref="FormatException">A line is none of a list; the message is its number.</exception>
    public static IReadOnlyList<ListedErasure> Read(IEnumerable<string> lines) => [.. lines.Index().Where(l => l.Item.Length > 0).Select(l =>
    {
        try
        {
            var read = JsonSerializer.Deserialize<ListedErasure>(l.Item, DomainJson.Options)!;
            return read.Persons.IsDefaultOrEmpty ? throw new FormatException() : read;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new FormatException($"{l.Index + 1}", e);
        }
    })];

    /// <summary>Erases again whom this store has not erased. Doing it twice does no more than once.</summary>
    public async Task<ErasuresRepeated> RepeatAsync(IEnumerable<ListedErasure> erasures, CancellationToken cancellation)
    {
        var (done, before, unknown) = (0, 0, 0);
        foreach (var listed in erasures)
        {
            foreach (var person in listed.Persons)
            {
                if ((await organisations.FindAsync(listed.Organisation, cancellation))?.Erased?.Contains(person.Value) == true)
                    before++;
                else if ((await erasure.RunAsync(
                    listed.Organisation, person, listed.Ground, new(Guid.NewGuid()), [], Actor.Operator, cancellation, evenWhileImporting: true))
                    .Refusal is null)
                    done++;
                else
                    unknown++;
            }
        }

        return new(done, before, unknown);
    }
}
