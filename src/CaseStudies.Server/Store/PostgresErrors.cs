using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>What PostgreSQL said, however deep Marten's exceptions have wrapped it.</summary>
internal static class PostgresErrors
{
    /// <returns>The SQLSTATE; null where the error is not the database's.</returns>
    public static string? StateOf(Exception? e)
    {
        while (e is not null and not PostgresException)
            e = e.InnerException;
        return (e as PostgresException)?.SqlState;
    }

    /// <summary>The server has ended the session, or the line to it is cut. A timeout is neither.</summary>
    public static bool IsConnectionLost(Exception? e)
    {
        while (e is not null and not NpgsqlException)
            e = e.InnerException;
        return e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
            or NpgsqlException { InnerException: IOException };
    }
}
