using CaseStudies.Server.Problems;
using Npgsql;

namespace CaseStudies.Server.Jobs;

/// <summary>Which failures say nothing about the job itself.</summary>
internal static class Interruptions
{
    /// <summary>The database is away, busy, full or read-only, or something else did not come in time.</summary>
    public static bool IsTransient(Exception? e)
    {
        if (TemporaryProblem.FromException(e) is not null)
            return true;
        for (; e is not null; e = e.InnerException)
        {
            if (e is IOException or NpgsqlException { IsTransient: true })
                return true;
        }

        return false;
    }
}
