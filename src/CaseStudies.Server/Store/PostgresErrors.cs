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

    /// <summary>
    /// The session is of no more use: the server has ended it, the line to it is cut, or the driver takes statements for prepared that are not. The last
    /// can come of a batch that failed midway (Npgsql 10), and then stays. A timeout is none of these.
    /// </summary>
    public static bool IsSessionDead(Exception? e)
    {
        while (e is not null and not NpgsqlException)
            e = e.InnerException;
        return e is PostgresException { SqlState:
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.InvalidSqlStatementName }
            or NpgsqlException { InnerException: IOException };
    }
}
