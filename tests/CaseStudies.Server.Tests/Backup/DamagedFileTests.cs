using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Server.Backup;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>No byte of a backup can change, be missing, or stand elsewhere without a refusal; and whoever reads it needs no database for that.</summary>
public sealed class DamagedFileTests
{
    private const int Seed = 20261125;

    /// <summary>Each part with three chunks at least.</summary>
    private const int ManyRows = 18_000;

    [Fact]
    public async Task A_whole_file_is_read_as_it_was_written()
    {
        var verified = Backups.Verify(await SmallFile.WriteAsync(new(Seed), ManyRows));

        Assert.Equal(SmallFile.Taken, verified.AsOf);
        Assert.Equal([.. StoredTables.Truth, BackupFormat.Checks], verified.Manifest.Parts.Select(p => p.Name));
        Assert.Equal([.. StoredTables.Truth.Select(_ => (long)ManyRows), 1], verified.Manifest.Parts.Select(p => p.Rows));
        Assert.Equal(("ysc", "cafe", 3), Assert.Single(verified.Checks) is var c ? (c.Organisation, c.Initiative, c.Events) : default);
    }

    [Fact]
    public async Task Each_single_byte_is_missed_when_it_changes()
    {
        var (random, file) = (new Random(Seed), await SmallFile.WriteAsync(new(Seed), 3));
        Assert.True(file.Length > 1_000);
        for (var at = 0; at < file.Length; at++)
        {
            var damaged = (byte[])file.Clone();
            damaged[at] ^= (byte)(1 << random.Next(8));
            Assert.Contains("Nothing was written to the database.", Backups.Refused(() => Backups.Verify(damaged)));
        }
    }

    [Fact]
    public async Task A_file_that_ends_too_early_is_refused_wherever_it_ends()
    {
        var file = await SmallFile.WriteAsync(new(Seed), 3);
        for (var length = 0; length < file.Length; length++)
            Assert.Contains("Nothing was written to the database.", Backups.Refused(() => Backups.Verify(file[..length])));
        Backups.Refused(() => Backups.Verify([.. file, 0]));
    }

    [Fact]
    public async Task Damage_in_a_file_of_many_chunks_is_found_in_every_part_and_at_every_boundary()
    {
        var (random, file) = (new Random(Seed), await SmallFile.WriteAsync(new(Seed), ManyRows));
        var damaged = 0;
        foreach (var part in SmallFile.Parts(file))
        {
            for (var i = 0; i < 12; i++, damaged++)
            {
                var copy = (byte[])file.Clone();
                copy[random.Next(part.Start.Value, part.End.Value)] ^= (byte)random.Next(1, 256);
                Backups.Refused(() => Backups.Verify(copy));
            }

            foreach (var end in SmallFile.Chunks(file, part).SelectMany(c => new[] { c.Start.Value, c.Start.Value + 4, c.End.Value }))
            {
                Backups.Refused(() => Backups.Verify(file[..end]));
                damaged++;
            }
        }

        Assert.True(damaged >= 100, $"{damaged}");
    }

    [Fact]
    public async Task Parts_and_chunks_that_stand_elsewhere_are_refused()
    {
        var (file, other) = (await SmallFile.WriteAsync(new(Seed), ManyRows), await SmallFile.WriteAsync(new(Seed), ManyRows));
        var parts = SmallFile.Parts(file);
        Assert.Equal(parts, SmallFile.Parts(other)); // the same store, backed up twice
        var tried = 0;
        foreach (var (i, part) in parts.Index())
        {
            Refuse(file[..part.Start], other[part], file[part.End..]); // from the other backup
            Refuse(file[..part.Start], file[part.End..]); // left out
            Refuse(file[..part.End], file[part], file[part.End..]); // twice
            if (i + 1 < parts.Count)
                Refuse(file[..part.Start], file[parts[i + 1]], file[part], file[parts[i + 1].End..]); // swapped
            var chunks = SmallFile.Chunks(file, part);
            foreach (var (c, chunk) in chunks.Index())
            {
                Refuse(file[..chunk.End], file[chunk], file[chunk.End..]);
                Refuse(file[..chunk.Start], file[chunk.End..]);
                Refuse(file[..chunk.Start], other[SmallFile.Chunks(other, part)[c]], file[chunk.End..]);
                if (c + 1 < chunks.Count)
                    Refuse(file[..chunk.Start], file[chunks[c + 1]], file[chunk], file[chunks[c + 1].End..]);
            }

            Assert.True(chunks.Count >= 3 || i == parts.Count - 1);
        }

        Refuse(file[..SmallFile.HeaderEnd(file)], other[SmallFile.HeaderEnd(other)..]); // another's everything
        Refuse(file[..parts[^1].End], other[parts[^1].End..]); // another's manifest
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} files");

        void Refuse(params byte[][] pieces)
        {
            tried++;
            Backups.Refused(() => Backups.Verify(SmallFile.Joined(pieces)));
        }
    }

    [Fact]
    public async Task Another_passphrase_is_told_from_damage()
    {
        var file = await SmallFile.WriteAsync(new(Seed), 3);

        Assert.StartsWith("The passphrase is wrong.", Backups.Refused(() => Backups.Verify(file, "correct horse battery stable")));
        file[20] ^= 1;
        Assert.StartsWith("The beginning of the backup is damaged.", Backups.Refused(() => Backups.Verify(file)));
        Assert.StartsWith("This file is not a CaseStudies backup", Backups.Refused(() => Backups.Verify(Encoding.UTF8.GetBytes("PK and so on, no backup"))));
    }

    [Theory]
    [InlineData(
        "{\"format\":1,\"taken\":\"2026-04-01T00:00:00Z\",\"program\":\"1\",\"postgres\":\"18\","
            + "\"key\":{\"name\":\"argon2id\",\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"memoryKib\":104857600,\"passes\":3,\"lanes\":1}}",
        "Deriving the key of this file would take more")]
    [InlineData(
        "{\"format\":1,\"taken\":\"2026-04-01T00:00:00Z\",\"program\":\"1\",\"postgres\":\"18\","
            + "\"key\":{\"name\":\"argon2id\",\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"memoryKib\":1024,\"passes\":1000000,\"lanes\":1}}",
        "Deriving the key of this file would take more")]
    [InlineData(
        "{\"format\":1,\"taken\":\"2026-04-01T00:00:00Z\",\"program\":\"1\",\"postgres\":\"18\","
            + "\"key\":{\"name\":\"none\",\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"memoryKib\":1024,\"passes\":1,\"lanes\":1}}",
        "Deriving the key of this file would take more")]
    [InlineData(
        "{\"format\":2,\"taken\":\"2026-04-01T00:00:00Z\",\"program\":\"1\",\"postgres\":\"18\","
            + "\"key\":{\"name\":\"argon2id\",\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"memoryKib\":1024,\"passes\":1,\"lanes\":1}}",
        "The backup has format 2")]
    [InlineData("{\"format\":1}", "The backup is damaged")]
    [InlineData("[", "The backup is damaged")]
    public void A_hostile_head_costs_nothing(string header, string refusal)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        var head = SmallFile.Joined(BackupFormat.Magic.ToArray(), length, Encoding.UTF8.GetBytes(header));

        Assert.StartsWith(refusal, Backups.Refused(() => Backups.Verify(SmallFile.Joined(head, SHA256.HashData(head), new byte[1_000]))));
        length.AsSpan().Fill(0xff);
        Backups.Refused(() => Backups.Verify(SmallFile.Joined(BackupFormat.Magic.ToArray(), length)));
    }
}
