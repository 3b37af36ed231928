using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;

namespace CaseStudies.Server.Backup;

/// <summary>A backup that was read and verified completely, and that this program can restore.</summary>
internal sealed record VerifiedBackup(BackupHeader Header, BackupManifest Manifest, Instant AsOf, ImmutableArray<InitiativeCheck> Checks);

/// <summary>Reads a whole backup without a database.</summary>
internal static class BackupVerifier
{
    /// <exception cref="BackupRefusedException">It is damaged, or has something that this program does not know.</exception>
    public static VerifiedBackup Verify(Stream file, string passphrase, Progressing progress, CancellationToken cancellation)
    {
        using var reader = new BackupReader(file, passphrase);
        (Instant AsOf, ImmutableArray<InitiativeCheck> All)? checks = null;
        var buffer = new byte[BackupFormat.ChunkBytes];
        while (reader.Next() is { } part)
        {
            if (part.Name == BackupFormat.Checks)
                checks = ReadChecks(part.Head, part.Rows);
            else
                _ = Columns(part.Name, part.Head);
            while (part.Rows.Read(buffer) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress(BackupTexts.Verifying, file.Position, file.Length);
            }
        }

        progress(BackupTexts.Verifying, file.Length, file.Length);
        return checks is { } found ? new(reader.Header, reader.Manifest!, found.AsOf, found.All) : throw new BackupRefusedException(BackupTexts.Damaged);
    }

    /// <summary>The columns of the part of a table.</summary>
    /// <exception cref="BackupRefusedException">A table that this program does not have.</exception>
    public static ImmutableArray<string> Columns(string table, byte[] head)
    {
        if (!StoredTables.Truth.Contains(table))
            throw new BackupRefusedException(BackupTexts.UnknownTable(table));
        return Parsed<ImmutableArray<string>>(head);
    }

    private static (Instant, ImmutableArray<InitiativeCheck>) ReadChecks(byte[] head, Stream rows)
    {
        using var lines = new StreamReader(rows, leaveOpen: true);
        var checks = ImmutableArray.CreateBuilder<InitiativeCheck>();
        while (lines.ReadLine() is { } line)
            checks.Add(Parsed<InitiativeCheck>(System.Text.Encoding.UTF8.GetBytes(line)));
        return (Parsed<ChecksHead>(head).AsOf, checks.ToImmutable());
    }

    private static T Parsed<T>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, BackupFormat.Json)!;
        }
        catch (Exception e) when (e is JsonException or NodaTime.Text.UnparsableValueException)
        {
            throw new BackupRefusedException(BackupTexts.Damaged);
        }
    }
}
