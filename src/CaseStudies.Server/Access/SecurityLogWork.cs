using System.Threading.Channels;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Access;

/// <summary>
/// Writes refusals once they are answered: whoever is refused learns from no time whether the organisation exists. Once an hour it also forgets what is older
/// than the log is kept.
/// </summary>
internal sealed class SecurityLogWork(SecurityLog log, BackgroundConnections background, IClock clock, ILogger<SecurityLogWork> own) : BackgroundService
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan s_tidying = TimeSpan.FromHours(1);

    private readonly Channel<(Slug Organisation, SecurityNote Note)> _waiting =
        Channel.CreateBounded<(Slug, SecurityNote)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true }); // one that is full says so

    /// <summary>Nobody waits for it. Beyond the first of a minute only the program's own log has the refusals of one person.</summary>
    public void NoteRefusal(Slug organisation, SecurityNote note)
    {
        if (!log.TakesRefusal(organisation, note) || !_waiting.Writer.TryWrite((organisation, note)))
            log.NoteOfNobody(note);
    }

    public async Task TidyAsync(CancellationToken cancellation)
    {
        await using var command = background.Command($"delete from {Tables.SecurityLog} where at < $1");
        command.Parameters.Add(new() { Value = clock.GetCurrentInstant() - SecurityLog.Kept });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WriteAsync(), RepeatAsync(stoppingToken));

    /// <summary>A program that is stopped writes first what waits.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    private async Task WriteAsync()
    {
        await foreach (var (organisation, note) in _waiting.Reader.ReadAllAsync())
            await TryAsync(() => log.NoteAsync(organisation, note, CancellationToken.None));
    }

    private async Task RepeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_tidying);
        do
        {
            await TryAsync(() => TidyAsync(stop));
        }
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(stop));
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            // The next may do better, and the program's own log has the note; the message may quote data.
            own.LogWarning("The security log could not be kept up: {Exception}", e.GetType().Name);
        }
    }
}
