using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Jobs;

/// <summary>What the pages of jobs say.</summary>
internal static class JobTexts
{
    // An organisation's jobs belong to no initiative's zone; the collection's own is Japan's.
    private static readonly Dictionary<string, PublicText> s_phases = new()
    {
        ["checking"] = new("ファイルを確認中", "Checking the file"), ["recording"] = new("記録中", "Recording"),
        ["writing"] = new("ファイルを作成中", "Writing the file"), ["comparing"] = new("照合中", "Comparing"), ["refreshing"] = new("作り直し中", "Refreshing"),
    };

    public static PublicText State(JobState state, bool cancelRequested) => state switch
    {
        JobState.Done => new("完了", "Done"),
        JobState.Failed => new("失敗", "Failed"),
        JobState.Cancelled => new("取りやめ", "Cancelled"),
        _ when cancelRequested => new("取りやめています", "Being cancelled"),
        JobState.Running => new("処理中", "Running"),
        _ => new("待っています", "Waiting"),
    };

    public static PublicText Progress(JobView job)
    {
        var count = job.Total is { } total ? $"{Number(job.Done)} / {Number(total)}" : Number(job.Done);
        return job.EndedAt is null && s_phases.GetValueOrDefault(job.Phase ?? "") is { } phase
            ? new($"{phase.Ja} {count}", $"{phase.En} {count}")
            : new(count, count);
    }

    /// <summary>The import of which the job tells; null where it is about something else, or where nothing was begun.</summary>
    public static ImportId? Import(JobView job) => job.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("import", out var import)
        && result.TryGetProperty("begunAt", out _) && import.TryGetGuid(out var id) ? new(id) : null;

    public static PublicText? Problem(JobView job) =>
        job.Problem is { } problem && problem.TryGetProperty("ja", out var ja) && problem.TryGetProperty("en", out var en)
        ? new(ja.GetString()!, en.GetString()!)
        : null;

    public static IEnumerable<(PublicText Name, string Value)> Facts(JobView job, Language language)
    {
        if (job.Initiative is { } initiative)
            yield return (new("取組", "Initiative"), initiative.Value);
        yield return (new("頼んだ人", "Asked for by"), job.By.Value);
        yield return (new("頼んだ日時", "Asked for at"), Moment(job.AskedAt, language));
        if (job.StartedAt is { } started)
            yield return (new("開始", "Started at"), Moment(started, language));
        if (job.EndedAt is { } ended)
            yield return (new("終了", "Ended at"), Moment(ended, language));
        if (job.Attempts > 1)
            yield return (new("始めた回数(中断のあとを含む)", "Times begun, interruptions included"), Number(job.Attempts));
    }

    public static string Moment(Instant at, Language language) => DateFormat.Moment(at, language);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
