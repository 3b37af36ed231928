using System.Diagnostics.Metrics;

namespace CaseStudies.Server.Observability;

/// <summary>What the program counts. Tags are codes of this program, never anything that somebody sent.</summary>
internal static class Telemetry
{
    public const string MeterName = "CaseStudies";

    /// <summary>The first bucket is a command that committed alone; the last is the largest group.</summary>
    private static readonly int[] s_groupSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

    private static readonly Meter s_meter = new(MeterName, ProductVersion.Number);

    private static readonly Counter<long> s_accepted =
        s_meter.CreateCounter<long>("casestudies.commands.accepted", "{command}", "Commands that were recorded. A repeated command is not counted again.");

    private static readonly Histogram<int> s_groupSize = s_meter.CreateHistogram<int>(
        "casestudies.commit.group_size", "{command}", "Commands that shared one commit.", advice: new() { HistogramBucketBoundaries = s_groupSizes });

    private static readonly Counter<long> s_refusals =
        s_meter.CreateCounter<long>("casestudies.refusals", "{refusal}", "Requests and batch items that were answered with a problem, by its code.");

    private static readonly Counter<long> s_importRows =
        s_meter.CreateCounter<long>("casestudies.import.rows", "{row}", "Rows of files whose facts were sent to the recorder.");

    private static readonly Counter<long> s_blockedFigures = s_meter.CreateCounter<long>(
        "casestudies.figures.blocked", "{figure}", "Figures that were asked for and could not be told, as an entry is unreadable or missing.");

    /// <param name="source">Over which way it came: one of <c>Provenance</c>.</param>
    public static void CommandAccepted(string source, bool replayed)
    {
        if (!replayed)
            s_accepted.Add(1, new KeyValuePair<string, object?>("source", source));
    }

    public static void GroupCommitted(int commands) => s_groupSize.Record(commands);

    public static void Refused(string code) => s_refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public static void ImportRowSent() => s_importRows.Add(1);

    public static void FiguresBlocked(int figures)
    {
        if (figures > 0)
            s_blockedFigures.Add(figures);
    }
}
