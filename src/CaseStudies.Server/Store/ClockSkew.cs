using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>How far this machine's clock may be from the database's before nothing more is recorded (<c>Store:ClockSkew</c>; zero: any distance).</summary>
/// <remarks>All nodes share the database, so its clock is the one that they can agree on.</remarks>
internal sealed record ClockSkew(Duration Limit)
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(5);

    private bool IsOn => Limit > Duration.Zero;

    /// <param name="before">This machine's time before the database was asked.</param>
    /// <param name="database">The database's, at some moment between.</param>
    /// <param name="after">This machine's when the answer had come. However long that took, a clock that is right is found right.</param>
    public bool IsExceeded(Instant before, Instant database, Instant after) => IsOn && (before - database > Limit || database - after > Limit);

    public async Task<bool> IsExceededAsync(NpgsqlConnection connection, IClock clock, CancellationToken cancellation)
    {
        if (!IsOn)
            return false;
        var before = clock.GetCurrentInstant();
        await using var ask = new NpgsqlCommand("select clock_timestamp()", connection);
        await using var reader = await ask.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return IsExceeded(before, reader.GetFieldValue<Instant>(0), clock.GetCurrentInstant());
    }
}
