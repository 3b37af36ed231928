using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>
/// Results of the last dry runs in this process. A commit under the same conditions (file, mapping, last event, day, fiscal year) would find the same,
/// so it reads the file only once. Without a result here, it reads the file twice.
/// </summary>
internal sealed class DryRunCache
{
    /// <summary>The number of results kept, and the most refused commands that a kept result may have.</summary>
    private const int Kept = 16, MostRefused = 10_000;

    private readonly Lock _lock = new();
    private readonly List<(DryRunKey On, Announced Found)> _last = [];

    public void Keep(DryRunKey on, Announced found)
    {
        lock (_lock)
        {
            _last.RemoveAll(a => a.On == on);
            if (found.Refused.Count > MostRefused)
                return;
            _last.Add((on, found));
            if (_last.Count > Kept)
                _last.RemoveAt(0);
        }
    }

    public Announced? Find(DryRunKey on)
    {
        lock (_lock)
            return _last.Find(a => a.On == on).Found;
    }
}

/// <summary>Everything on which the verdicts of a file depend.</summary>
/// <param name="Name">The ending decides how the file is read.</param>
/// <param name="Mapping">As stored JSON.</param>
/// <param name="Version">The version of the initiative's last event.</param>
/// <param name="Calendar">The organisation's fiscal calendar, which is declared in another stream.</param>
/// <param name="Role">What one member may import, another may not.</param>
/// <param name="Persons">Of the ids that names lead to.</param>
internal sealed record DryRunKey(
    Slug Organisation, Slug Initiative, FileHash File, string Name, string Mapping, int Version, LocalDate Today, FiscalCalendar Calendar, Role Role,
    UInt128 Persons)
{
    public static DryRunKey Create(ImportInto into, ImportFile file, ImportMapping mapping, ImportSnapshot ground) =>
        new(into.Organisation, into.Initiative, file.Hash, file.Name, JsonSerializer.Serialize(mapping, DomainJson.Options), ground.Rows.Count, ground.Today,
            ground.Words.Calendar, into.Role, ground.Persons.Mark);
}

/// <summary>The result of reading the file without recording.</summary>
/// <param name="Digest">A hash of all verdicts.</param>
/// <param name="ToDo">The number of commands to record.</param>
/// <param name="Refused">Commands that would be refused. A commit does not send them.</param>
internal sealed record Announced(string Digest, VerdictCounts Counts, int ToDo, IReadOnlySet<CommandId> Refused);
