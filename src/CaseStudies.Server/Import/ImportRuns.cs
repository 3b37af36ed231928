using System.Collections.Concurrent;
using CaseStudies.Domain;

namespace CaseStudies.Server.Import;

/// <summary>The progress of the imports that run on this machine. What they have recorded is in the stream.</summary>
internal sealed class ImportRuns
{
    private readonly ConcurrentDictionary<(Slug Organisation, Slug Initiative, ImportId Import), ImportRun> _runs = [];

    public ImportRunning? Find(ImportInto into, ImportId import) => _runs.GetValueOrDefault((into.Organisation, into.Initiative, import))?.Now;

    /// <summary>If the same import is sent twice at once, the later request is shown.</summary>
    /// <param name="watch">Called at every step. It can end the run by throwing.</param>
    public ImportRun Begin(ImportInto into, ImportId import, Action<ImportRunning>? watch) => _runs[(into.Organisation, into.Initiative, import)] = new(watch);

    public void End(ImportInto into, ImportId import, ImportRun run) =>
        _runs.TryRemove(new((into.Organisation, into.Initiative, import), run));

    /// <summary>Called when the import is ended by another request. The run stops at once instead of having each further row refused.</summary>
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
