using CaseStudies.Domain;
using Npgsql;

namespace CaseStudies.Server.Problems;

/// <summary>Why something cannot be done at the moment, although the request is right. The command is safe to send again: the ledger keeps it single.</summary>
/// <param name="RetryAfter">In seconds.</param>
/// <param name="IsTrouble">Somebody should look into it; it does not come of many requests at once.</param>
internal sealed record TemporaryProblem(string Code, int RetryAfter, bool IsTrouble, PublicText Sentence)
{
    private static readonly TemporaryProblem s_busy = new("busy", 1, false, new(
        "ほかの記録を処理中です。少し待って、同じ操作IDでもう一度送ってください。二重には記録されません。",
        "Other entries are being recorded at the moment. Wait a moment, then send it again with the same command id. "
        + "It will not be recorded twice."));

    private static readonly TemporaryProblem s_crowded = new("crowded", 10, false, new(
        "大きな処理が混み合っていて、順番が来ませんでした。少し待って、もう一度送ってください。何も始めていません。",
        "The server is busy with other large requests, and this one did not get its turn. Wait a moment, then send it again. Nothing of it was begun."));

    private static readonly TemporaryProblem s_slow = new("database-slow", 5, true, new(
        "データベースの処理が時間内に終わらず、打ち切られました。少し待って、同じ操作IDでもう一度送ってください。二重には記録されません。",
        "The database took too long and gave up. Wait a moment, then send it again with the same command id. It will not be recorded twice."));

    private static readonly TemporaryProblem s_full = new("disk-full", 60, true, new(
        "データベースのディスクに空きがないため、処理できません。管理者に知らせてください。空きができたら、同じ操作IDでもう一度送ってください。二重には記録されません。",
        "The database's disk is full. Tell your administrator. Once there is room again, send it again with the same command id. "
        + "It will not be recorded twice."));

    private static readonly TemporaryProblem s_strained = new("database-strained", 30, true, new(
        "データベースのメモリーが足りないか、ディスクを読み書きできません。管理者に知らせてください。しばらく待って、同じ操作IDでもう一度送ってください。二重には記録されません。",
        "The database is short of memory, or it cannot read or write its disk. Tell your administrator. Wait a while, then send it again with the "
        + "same command id. It will not be recorded twice."));

    private static readonly TemporaryProblem s_readOnly = new("database-read-only", 30, true, new(
        "データベースが読み取り専用になっているため、いまは記録できません。しばらく待って、同じ操作IDでもう一度送ってください。続くときは、管理者に知らせてください。",
        "The database is read-only, so nothing can be recorded at the moment. Wait a while, then send it again with the same command id. "
        + "If this continues, tell your administrator."));

    private static readonly TemporaryProblem s_away = new("database-away", 5, true, new(
        "データベースにつながりません。少し待って、同じ操作IDでもう一度送ってください。続くときは、サーバーを再起動してください。",
        "The database cannot be reached. Wait a moment, then send it again with the same command id. If this continues, restart the server."));

    private static readonly TemporaryProblem s_clock = new("clock-off", 60, true, new(
        "サーバーとデータベースの時計がずれているため、いまは記録できません。時計を合わせるよう、管理者に知らせてください。合ったら、同じ操作IDでもう一度送ってください。二重には記録されません。",
        "The clocks of the server and of the database differ, so nothing can be recorded at the moment. Ask your administrator to set them right, then send "
        + "it again with the same command id. It will not be recorded twice."));

    /// <summary>Null for everything else, a bug of ours among them.</summary>
    public static TemporaryProblem? FromException(Exception? e)
    {
        var causes = new List<Exception>();
        for (; e is not null; e = e.InnerException)
            causes.Add(e);
        if (causes.Exists(c => c is ClockSkewException))
            return s_clock;
        if (causes.Exists(c => c is CrowdedException))
            return s_crowded;
        // A lock, a connection or an answer did not come in time. The driver wraps this in an error of its own.
        if (causes.Exists(c => c is TimeoutException))
            return s_busy;
        if (causes.OfType<PostgresException>().FirstOrDefault() is { } said)
            return FromState(said.SqlState);
        // Reported by the driver, not by the database: no connection, or one that broke.
        return causes.Exists(c => c is NpgsqlException) ? s_away : null;
    }

    private static TemporaryProblem? FromState(string state) => state switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => s_busy,
        // Cancelled on the server's side: whoever sent the request is still there, or nobody would ask.
        PostgresErrorCodes.QueryCanceled or IdleTimeout or TransactionTimeout => s_slow,
        PostgresErrorCodes.DiskFull => s_full,
        PostgresErrorCodes.InsufficientResources or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.ConfigurationLimitExceeded
            or PostgresErrorCodes.SystemError or PostgresErrorCodes.IoError => s_strained,
        PostgresErrorCodes.ReadOnlySqlTransaction => s_readOnly,
        // The last can come of a batch that failed midway: the driver then takes statements for prepared that are not (Npgsql 10).
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.InvalidSqlStatementName => s_away,
        _ => null,
    };

    /// <summary>Npgsql has no names for these; the second is PostgreSQL 17's.</summary>
    private const string IdleTimeout = "25P03", TransactionTimeout = "25P04";
}
