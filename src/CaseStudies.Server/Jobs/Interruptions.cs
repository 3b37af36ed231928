using Npgsql;

namespace CaseStudies.Server.Jobs;

/// <summary>Which failures say nothing about the job itself.</summary>
internal static class Interruptions
{
    /// <summary>The database is away, busy or restarting, or a lock did not come in time.</summary>
    public static bool IsTransient(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or IOException or NpgsqlException { IsTransient: true } || (e is NpgsqlException and not PostgresException)
                || e is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
                || e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.CannotConnectNow })
                return true;
        }

        return false;
    }
}
