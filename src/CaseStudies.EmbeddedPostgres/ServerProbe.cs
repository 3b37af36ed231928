using System.Net.Sockets;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>A server of this home that answered.</summary>
internal sealed record RunningServer(Endpoint Endpoint, int Pid, string Version, string DataDirectory);

/// <summary>Decides whether a server runs by connecting to it, never by its pid file alone.</summary>
internal static class ServerProbe
{
    internal static async Task<RunningServer?> FindAsync(HomePaths home, CancellationToken ct)
    {
        foreach (var major in home.DataMajors())
        {
            var (server, _) = await AskAsync(home, home.Data(major), ct).ConfigureAwait(false);
            if (server is not null)
                return server;
        }

        return null;
    }

    /// <summary>The server of one data directory, or why it did not answer.</summary>
    internal static async Task<(RunningServer? Server, string Why)> AskAsync(HomePaths home, string data, CancellationToken ct)
    {
        if (PostmasterPid.Read(data) is not { Port: { } port } claim)
            return (null, "it does not run.");
        if (Credentials.TryRead(home) is not { } password)
            return (null, "its password file is missing.");
        var endpoint = new Endpoint(claim.SocketDirectory ?? Endpoint.Local, port, password);
        try
        {
            var connection = endpoint.Connect("postgres");
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(ct).ConfigureAwait(false);
                using var command = new NpgsqlCommand("select current_setting('data_directory')", connection);
                var answer = (string)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
                // A copied home has the password of the original, whose server then answers on the port they share.
                return CanonicalPath.Same(answer, data)
                    ? (new(endpoint, claim.Pid, connection.PostgreSqlVersion.ToString(), data), "")
                    : (null, $"the server on {endpoint} serves \"{answer}\".");
            }
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            return (null, e.Message);
        }
    }
}
