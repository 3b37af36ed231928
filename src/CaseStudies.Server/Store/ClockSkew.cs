using System.Diagnostics;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>How far this machine's clock may be from the database's before nothing more is recorded (<c>Store:ClockSkew</c>; zero: any distance).</summary>
/// <remarks>All nodes share the database, so its clock is the one that they can agree on.</remarks>
internal sealed record ClockSkew(Duration Limit)
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(5);

    /// <summary>How far a time that somebody else has read off a clock may be ahead of ours before it lies in the future.</summary>
    public Duration Ahead => IsOn ? Limit : Duration.FromTimeSpan(Default);

    private bool IsOn => Limit > Duration.Zero;

    /// <param name="before">This machine's time before the database was asked.</param>
    /// <param name="database">The database's, at some moment between.</param>
    /// <param name="after">This machine's when the answer had come. However long that took, a clock that is right is found right.</param>
    /// <param name="took">How long it took, by a clock that nobody sets: one that was set forward meanwhile is found, too.</param>
    public bool IsExceeded(Instant before, Instant database, Instant after, Duration took) =>
        IsOn && (before - database > Limit || database - after > Limit || after - before - took > Limit);

    /// <returns>The time; null if the clock is too far from the database's. To be used as it is: a moment later, the clock may have been set.</returns>
    public async Task<Instant?> NowAsync(NpgsqlConnection connection, IClock clock, CancellationToken cancellation)
    {
        if (!IsOn)
            return clock.GetCurrentInstant();
        var (before, asked) = (clock.GetCurrentInstant(), Stopwatch.GetTimestamp());
        await using var ask = new NpgsqlCommand("select clock_timestamp()", connection);
        await using var reader = await ask.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (database, after) = (reader.GetFieldValue<Instant>(0), clock.GetCurrentInstant());
        return IsExceeded(before, database, after, Duration.FromTimeSpan(Stopwatch.GetElapsedTime(asked))) ? null : after;
    }
}
