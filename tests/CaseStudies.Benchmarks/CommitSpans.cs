using System.Collections.Concurrent;
using System.Diagnostics;
using CaseStudies.Server.Store;

namespace CaseStudies.Benchmarks;

/// <summary>The round trips of the recorder's commits, as the driver sees them; it tells of all but the last, which commits.</summary>
internal sealed class CommitSpans : IDisposable
{
    private const string Claiming = "select n, pg_try_advisory_xact_lock";

    /// <summary>Marten's append to a stream that exists, or of a new one, stands first in its batch.</summary>
    private static readonly string[] s_saves = ["select casestudies.mt_quick_append_events", $"insert into {MartenTables.Streams}"];

    private readonly ConcurrentBag<(bool Claim, double Milliseconds)> _spans = [];
    private readonly ActivityListener _listener;

    public CommitSpans()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                var sql = (span.GetTagItem("db.query.text") ?? span.GetTagItem("db.statement")) as string ?? "";
                var claim = sql.Contains(Claiming, StringComparison.Ordinal); // behind the naming of the organisations
                if (claim || s_saves.Any(start => sql.StartsWith(start, StringComparison.Ordinal)))
                    _spans.Add((claim, span.Duration.TotalMilliseconds));
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Commits => _spans.Count(s => s.Claim);

    /// <summary>Milliseconds, of all commits together.</summary>
    public double Claim => _spans.Where(s => s.Claim).Sum(s => s.Milliseconds);

    public double Save => _spans.Where(s => !s.Claim).Sum(s => s.Milliseconds);

    public void Dispose() => _listener.Dispose();
}
