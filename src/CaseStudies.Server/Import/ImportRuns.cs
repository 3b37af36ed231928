using System.Collections.Concurrent;
using CaseStudies.Domain;

namespace CaseStudies.Server.Import;

/// <summary>The imports that this machine is busy with. What is recorded stands in the stream; this is only how far along they are.</summary>
internal sealed class ImportRuns
{
    private readonly ConcurrentDictionary<(Slug Organisation, Slug Initiative, ImportId Import), ImportRun> _runs = [];

    public ImportRunning? Find(ImportInto into, ImportId import) => _runs.GetValueOrDefault((into.Organisation, into.Initiative, import))?.Now;

    /// <summary>The same import may be sent twice at once; the later one is shown.</summary>
    /// <param name="watch">Told of every step; it may end the run by throwing.</param>
    public ImportRun Begin(ImportInto into, ImportId import, Action<ImportRunning>? watch) => _runs[(into.Organisation, into.Initiative, import)] = new(watch);

    public void End(ImportInto into, ImportId import, ImportRun run) =>
        _runs.TryRemove(new((into.Organisation, into.Initiative, import), run));

    /// <summary>Somebody ends the import elsewhere: whoever still records stops, and does not find it out row by row.</summary>
    public void Stop(ImportInto into, ImportId import) => _runs.GetValueOrDefault((into.Organisation, into.Initiative, import))?.Stop();
}

internal sealed class ImportRun(Action<ImportRunning>? watch)
{
    private ImportRunning _now = new("checking", 0, 0, 0, 0);

    public ImportRunning Now
    {
        get => _now;
        set
        {
            _now = value;
            watch?.Invoke(value);
        }
    }

    public bool Stopped { get; private set; }

    public void Stop() => Stopped = true;
}
