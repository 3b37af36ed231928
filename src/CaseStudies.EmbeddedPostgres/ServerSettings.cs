using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// The server's configuration file, written whole before every start. A file, not options on a command line: paths
/// with spaces and Japanese survive only here.
/// </summary>
internal static class ServerSettings
{
    internal static void Write(string data, int port, string? socketDirectory)
    {
        string[] lines =
        [
            "# Written anew at every start. Your own settings: ALTER SYSTEM (kept in postgresql.auto.conf).",
            "listen_addresses = '127.0.0.1'",
            "port = " + port.ToString(CultureInfo.InvariantCulture),
            $"unix_socket_directories = {Quote(socketDirectory ?? "")}",
            "unix_socket_permissions = 0700",
            "password_encryption = 'scram-sha-256'",
            "ssl = off",
            // Twice what one application's connection pool holds by default.
            "max_connections = 200",
            "shared_buffers = '128MB'",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "datestyle = 'iso, ymd'",
            // Otherwise a row that is refused stands in the log with its texts.
            "log_error_verbosity = terse",
            "lc_messages = 'C'",
            "default_text_search_config = 'pg_catalog.simple'",
            "",
        ];
        FileModes.Replace(Path.Combine(data, "postgresql.conf"), string.Join('\n', lines), FileModes.PublicFile);
    }

    private static string Quote(string value) =>
        "'" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";
}
