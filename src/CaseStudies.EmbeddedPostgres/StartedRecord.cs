namespace CaseStudies.EmbeddedPostgres;

/// <summary>With which programs the server was started: whoever attaches or stops it later needs them again.</summary>
internal sealed record StartedRecord(string BinDir, string Source)
{
    internal void Write(HomePaths home) => FileModes.Replace(home.Started, $"{BinDir}\n{Source}\n", FileModes.PublicFile);

    /// <summary>If the record is lost, the running program itself tells (where the system lets us look).</summary>
    internal static StartedRecord Read(HomePaths home, int pid)
    {
        var lines = File.Exists(home.Started) ? File.ReadAllLines(home.Started) : [];
        return lines.Length >= 2 ? new(lines[0], lines[1])
            : new(LinuxProcesses.ProgramDirectory(pid) ?? "", "running");
    }
}
