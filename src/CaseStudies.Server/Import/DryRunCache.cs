using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>
/// What the last dry runs of this process found. A commit of the same file on the very same ground (no act recorded since, the same mapping, the
/// same day, the same fiscal year) would find the same, so it need not go through the file twice. Only a memory: without it, a commit looks for itself.
/// </summary>
internal sealed class DryRunCache
{
    /// <summary>Older ones are forgotten, and one that would be large is not kept.</summary>
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

/// <summary>Everything that the verdicts of a file follow from.</summary>
/// <param name="Name">A file's ending says how it is read.</param>
/// <param name="Mapping">As it is stored.</param>
/// <param name="Version">The initiative's last event.</param>
/// <param name="Calendar">The organisation's: it is said in another stream.</param>
internal sealed record DryRunKey(
    Slug Organisation, Slug Initiative, FileHash File, string Name, string Mapping, int Version, LocalDate Today, FiscalCalendar Calendar)
{
    public static DryRunKey Create(ImportInto into, ImportFile file, ImportMapping mapping, ImportSnapshot ground) =>
        new(into.Organisation, into.Initiative, file.Hash, file.Name, JsonSerializer.Serialize(mapping, DomainJson.Options), ground.Rows.Count, ground.Today,
            ground.Words.Calendar);
}

/// <summary>What a way through the file that records nothing came to.</summary>
/// <param name="Digest">One line of digits for all verdicts.</param>
/// <param name="ToDo">Acts that would record something.</param>
/// <param name="Refused">Acts that would be refused, and so are not sent.</param>
internal sealed record Announced(string Digest, VerdictCounts Counts, int ToDo, IReadOnlySet<CommandId> Refused);
