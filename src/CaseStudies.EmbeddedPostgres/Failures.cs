using System.ComponentModel;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>Turns what the system says (disk full, no permission, no such file) into the one exception callers handle.</summary>
internal static class Failures
{
    internal static async Task<T> ExplainAsync<T>(HomePaths home, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception
            or NpgsqlException or InvalidDataException)
        {
            throw new EmbeddedPostgresException(Messages.HomeUnusable(home.Home, e.Message), e);
        }
    }
}
