namespace CaseStudies.EmbeddedPostgres;

/// <summary>With which programs the server was started, and how long it is to run: whoever attaches or stops it later needs both again.</summary>
/// <param name="KeepRunning">It does not stop with the last application that uses it.</param>
internal sealed record StartedRecord(string BinDir, string Source, bool KeepRunning)
{
    private const string Keep = "keep running";

    internal void Write(HomePaths home) => FileModes.Replace(home.Started, $"{BinDir}\n{Source}\n{(KeepRunning ? Keep : "")}\n", FileModes.PublicFile);

    /// <summary>If the record is lost, the running program itself tells (where the system lets us look).</summary>
    internal static StartedRecord Read(HomePaths home, int pid)
    {
        var lines = File.Exists(home.Started) ? File.ReadAllLines(home.Started) : [];
        return lines.Length >= 2 ? new(lines[0], lines[1], lines.Length > 2 && lines[2] == Keep)
            : new(LinuxProcesses.ProgramDirectory(pid) ?? "", "running", KeepRunning: false);
    }
}
