using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CsCheck;

namespace CaseStudies.Tests.Entries;

/// <summary>Generated relations: sound ones, as decisions would leave them, and ones with anything wrong.</summary>
internal static class Streams
{
    private const int Entries = 6;

    /// <summary>At each step an entry is opened, corrected or withdrawn, whichever is possible.</summary>
    public static Gen<List<EntryRow>> Sound { get; } = Gen.Select(Gen.Int[0, Entries - 1], Gen.Bool, Gen.Int[0, 99]).List[0, 30].Select(steps =>
    {
        var open = new HashSet<int>();
        return steps.Select((step, i) => Row(i + 1, step.Item1, (open.Contains(step.Item1), step.Item2) switch
        {
            (false, _) when open.Add(step.Item1) => 'o',
            (true, false) when open.Remove(step.Item1) => 'w',
            _ => 'c',
        }, step.Item3)).ToList();
    });

    /// <summary>Opening, closing and correcting without regard to what stands, sometimes unreadable.</summary>
    public static Gen<List<EntryRow>> Wild { get; } = Gen.Select(Gen.Int[0, Entries - 1], Gen.Int[0, 9]).List[0, 20].Select(steps =>
        steps.Select((s, i) => Row(i + 1, s.Item1, s.Item2 switch { < 5 => 'o', < 7 => 'w', < 9 => 'c', _ => '?' }, i)).ToList());

    public static int Count(EntryRow row) => ((ParticipantsCounted)row.Fact!).Count;

    private static EntryRow Row(int version, int entry, char act, int count)
    {
        var id = new EntryId(new Guid(entry, 0, 0, new byte[8]));
        var fact = new ParticipantsCounted(History.Session(1), History.S("audience"), History.S("youth"), count);
        return act switch
        {
            'o' => new(version, History.Start, new("staff-1"), Provenance.Http, "participants_counted", id, null, fact, null),
            'c' => new(version, History.Start, new("staff-1"), Provenance.Http, "entry_corrected", id, id, fact, new(ReasonCode.Miscounted)),
            'w' => new(version, History.Start, new("staff-1"), Provenance.Http, "entry_withdrawn", null, id, null, new(ReasonCode.Duplicate)),
            _ => EntryRow.Unreadable(version, History.Start, "session_dreamt", "unknown"),
        };
    }
}
