using System.Collections.Concurrent;
using System.Diagnostics;

namespace CaseStudies.Benchmarks;

/// <summary>The round trips of the recorder's commits, as the driver sees them.</summary>
internal sealed class CommitSpans : IDisposable
{
    /// <summary>A small save begins with the append, and is one round trip; a large one ends with the states.</summary>
    private static readonly string[] s_saving = ["with asked as", "copy casestudies.", "copy vault.", "insert into casestudies.mt_doc_initiativestate"];

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
                var claim = sql.StartsWith("select set_config('lock_timeout'", StringComparison.Ordinal);
                if (claim || s_saving.Any(start => sql.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
                    _spans.Add((claim, span.Duration.TotalMilliseconds));
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Commits => _spans.Count(s => s.Claim);

    /// <summary>Milliseconds, of all commits together.</summary>
    public double Claiming => _spans.Where(s => s.Claim).Sum(s => s.Milliseconds);

    public double Saving => _spans.Where(s => !s.Claim).Sum(s => s.Milliseconds);

    public void Dispose() => _listener.Dispose();
}
