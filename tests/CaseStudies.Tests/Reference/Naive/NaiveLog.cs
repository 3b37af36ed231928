using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>What the events say as known at a version: every revision of every entry, and what is wrong with the log.</summary>
internal sealed class NaiveLog
{
    private readonly Dictionary<string, string> _kept = [];

    public List<Revision> Revisions { get; } = [];
    public List<string> Problems { get; } = [];

    public IReadOnlyList<NaiveDuplicate> LikelyDuplicates => field ??= NaiveDuplicates.In(this);

    /// <summary>Event by event, what it changed; those of a file when it is completed.</summary>
    public List<NaiveChange> Changes { get; } = [];

    /// <summary>What the imports under way have said so far.</summary>
    public Dictionary<Guid, List<(Happening Happening, string Kind, JsonObject Body)>> Waiting { get; } = [];

    private readonly Dictionary<Guid, List<(Happening Happening, string Kind, JsonObject Body)>> _completed = [];

    /// <summary>The day on which the question is asked, by the initiative's own clock; null where nobody says when.</summary>
    public LocalDate? Today { get; }

    public NaiveLog(IReadOnlyCollection<Happening> happenings, int frontier, Instant? askedAt)
    {
        for (var version = 1; version <= frontier; version++)
        {
            var here = happenings.Where(h => h.Version == version).ToList();
            if (here.Count == 0)
                Problems.Add($"version {version} is missing");
            foreach (var happening in here)
                Take(happening);
        }

        foreach (var merge in InForce("people_merged"))
            _kept.TryAdd(merge.Own("merged")!, merge.Own("kept")!);
        foreach (var id in _kept.Keys.Where(IsInCircle))
            Problems.Add($"{id} is merged in a circle");

        var zone = InForce("initiative_opened").Select(r => (string?)r.Body["timeZone"]).LastOrDefault() ?? "Asia/Tokyo";
        Today = askedAt?.InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
    }

    public IEnumerable<Revision> InForce(string kind) => Revisions.Where(r => r.Kind == kind && r.Closed is null);

    private Revision? InForce(Guid entry) => Revisions.FindLast(r => r.Entry == entry && r.Closed is null);

    /// <summary>By day, those without one first, then in the order in which they became known.</summary>
    public IEnumerable<Revision> ByDay(string kind) =>
        Revisions.Where(r => r.Kind == kind).OrderBy(r => DayOf(r) ?? LocalDate.MinIsoValue).ThenBy(r => r.KnownFrom);

    public LocalDate? DayOf(Revision revision) => revision.OwnDay ?? SessionOf(revision)?.OwnDay;

    public string? Dimension(Revision revision, string name)
    {
        if (name.StartsWith("answer.", StringComparison.Ordinal))
            return (string?)revision.Body["answers"]?[name["answer.".Length..]];
        var value = revision.Own(name) ?? SessionOf(revision)?.Own(name);
        return name == "person" ? Kept(value) : value;
    }

    /// <summary>The id under which a person is read: the end of the chain of merges.</summary>
    public string? Kept(string? id)
    {
        for (var steps = 0; id is not null && steps <= _kept.Count && _kept.TryGetValue(id, out var kept); steps++)
            id = kept;
        return id;
    }

    private Revision? SessionOf(Revision revision) =>
        Kinds.BelongsToSession(revision.Kind) && revision.Own("session") is { } session
            ? InForce("session_held").FirstOrDefault(s => s.Own("session") == session)
            : null;

    /// <summary>Also where it is no longer in force.</summary>
    private Revision? LastSession(Revision revision) => Kinds.BelongsToSession(revision.Kind)
        ? Revisions.FindLast(s => s.Kind == "session_held" && s.Own("session") == revision.Own("session"))
        : null;

    private bool IsInCircle(string id)
    {
        var (at, seen) = (id, new HashSet<string>());
        while (seen.Add(at))
        {
            if (!_kept.TryGetValue(at, out at!))
                return false;
        }

        return true;
    }

    private void Take(Happening happening)
    {
        if (Kinds.Of(happening.Name) is not { } kind)
        {
            Problems.Add($"nobody can read '{happening.Name}' at version {happening.Version}");
            return;
        }

        var body = JsonNode.Parse(happening.Body)!.AsObject();
        Kinds.SayDaysOfMembers(kind, Kinds.Version(happening.Name), body);
        var begins = kind == "import_begun";
        var ends = kind is "import_completed" or "import_abandoned";
        var undoes = kind == "import_undone";
        var import = begins || ends || undoes ? Guid.Parse((string)body["import"]!) : happening.Import;
        if (import is not { } id)
            Say(happening, kind, body, happening.Version);
        else if (undoes)
            Undo(id, happening.Version);
        else if (begins == Waiting.ContainsKey(id))
            Problems.Add($"version {happening.Version} belongs to an import that is not under way, or begins one that is");
        else if (begins)
            Waiting.Add(id, []);
        else if (!ends)
            Waiting[id].Add((happening, kind, body));
        else if (Waiting.Remove(id, out var waited) && kind == "import_completed")
        {
            waited.ForEach(w => Say(w.Happening, w.Kind, w.Body, happening.Version));
            _completed[id] = waited;
        }
    }

    /// <summary>As if the import had never been, from here on: what it said goes, and what it had corrected is again as it was.</summary>
    private void Undo(Guid import, int version)
    {
        if (!_completed.Remove(import, out var said))
        {
            Problems.Add($"version {version} undoes an import that is not completed");
            return;
        }

        foreach (var (happening, kind, body) in said.AsEnumerable().Reverse())
        {
            var corrects = kind == "entry_corrected";
            var entry = corrects ? Guid.Parse((string)body["entry"]!) : happening.Opens;
            var before = Side(entry);
            var revisions = Revisions.Where(r => r.Entry == entry).ToList();
            if (revisions.LastOrDefault() is { Closed: null } open)
                open.Closed = corrects ? "Superseded" : "Withdrawn";
            if (corrects && revisions.Count > 1)
                Open(entry, revisions[^2].Kind, revisions[^2].Body, version);
            if (before.Length > 0)
                Changes.Add(new(version, version, entry, [.. before, .. Side(entry)]));
        }
    }

    private void Say(Happening happening, string kind, JsonObject body, int knownFrom)
    {
        var entry = kind is "entry_withdrawn" or "entry_corrected" or "entry_reinstated" ? Guid.Parse((string)body["entry"]!) : happening.Opens;
        var before = Side(entry);
        Change(happening, entry, kind, body, knownFrom);
        Changes.Add(new(knownFrom, happening.Version, entry, [.. before, .. Side(entry)]));
    }

    /// <summary>What is in force of an entry, with its day; nothing where it is not.</summary>
    private (Revision, LocalDate?)[] Side(Guid entry) =>
        InForce(entry) is { } content ? [(content, content.OwnDay ?? LastSession(content)?.OwnDay)] : [];

    private void Change(Happening happening, Guid entry, string kind, JsonObject body, int knownFrom)
    {
        switch (kind)
        {
            case "entry_withdrawn":
                Close(entry, "Withdrawn", happening.Version);
                break;
            case "entry_corrected":
                Close(entry, "Superseded", happening.Version);
                OpenNested(entry, body["replacement"]!.AsObject(), knownFrom);
                break;
            case "entry_reinstated":
                if (InForce(entry) is not null)
                    Problems.Add($"version {happening.Version} opens what is in force");
                OpenNested(entry, body["fact"]!.AsObject(), knownFrom);
                break;
            default:
                if (Revisions.Any(r => r.Entry == entry))
                    Problems.Add($"version {happening.Version} opens an entry a second time");
                Open(entry, kind, body, knownFrom);
                break;
        }
    }

    private void OpenNested(Guid entry, JsonObject fact, int knownFrom)
    {
        var kind = (string)fact["kind"]!;
        Kinds.SayDaysOfMembers(kind, (int)fact["v"]!, fact);
        Open(entry, kind, fact, knownFrom);
    }

    private void Open(Guid entry, string kind, JsonObject body, int knownFrom) =>
        Revisions.Add(new(entry, Revisions.Count(r => r.Entry == entry) + 1, kind, body, knownFrom));

    private void Close(Guid entry, string how, int version)
    {
        if (InForce(entry) is { } open)
            open.Closed = how;
        else
            Problems.Add($"version {version} closes what is not in force");
    }
}
