using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace CaseStudies.Server.Backup;

/// <summary>The file that <c>backup</c> writes and <c>restore</c> reads. This text is the format; whoever follows it can write another reader.</summary>
/// <remarks>
/// <para>Integers are unsigned and big endian; texts are UTF-8. The file is, in this order and with nothing behind it:</para>
/// <code>
/// "CSBACKUP"                                                           8 bytes
/// length (4) · header, JSON                                            at most 16 KiB
/// SHA-256 of all before                                                32 bytes: tells damage from a wrong passphrase
/// HMAC-SHA-256 of all before, key "header"                             32 bytes
/// each part: "P" · length of name (1) · name, ASCII · its chunks
/// "M" · length (4) · manifest, JSON                                    at most 1 MiB, readable without the passphrase
/// "E" · HMAC-SHA-256 of all before, this "E" included, key "whole"     33 bytes
/// </code>
/// <para>
/// Key: the passphrase as it was typed (UTF-8, not normalised) goes through Argon2id (RFC 9106, version 0x13) with the header's salt
/// and costs; we write 256 MiB, 3 passes, 1 lane, which is more memory than the second choice of RFC 9106 section 4 (64 MiB, 3 passes)
/// and takes about 0.4 s. From those 32 bytes HKDF-Expand with SHA-256 (RFC 5869) makes 32 bytes for each use, whose info is
/// <c>casestudies backup 1 header</c>, <c>… whole</c>, or <c>… part N NAME</c> with the part's place from 0.
/// </para>
/// <para>
/// Chunk: length word (4) · ciphertext · tag (16), encrypted with AES-256-GCM under the part's key: the STREAM construction (Hoang,
/// Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015). The nonce
/// is seven zero bytes, the chunk's place from 0 (4) and 1 for the last chunk, else 0 (1). Bit 31 of the length word says that a chunk is the
/// last; the rest counts ciphertext and tag. Each chunk but the last holds 65,536 bytes. As salt, part and place are all in key
/// and nonce, nothing that was moved, doubled, left out, or taken from another backup decrypts.
/// </para>
/// <para>
/// A part's chunks together are one gzip stream (RFC 1952) of lines that end in LF. The first line is its head, the others are its rows. A part that
/// has a table's name: its head is the JSON array of its columns' names, and its rows are PostgreSQL's COPY text format, times in UTC.
/// The last part, <c>checks</c>: its head is an object with the instant for which figures were computed, its rows are one
/// <see cref="InitiativeCheck"/> each. All parts come from one snapshot of the database.
/// </para>
/// <para>The manifest gives the SHA-256 of each part as it stands in the file, from its "P" on, so that a copy can be checked by anybody.</para>
/// </remarks>
internal static class BackupFormat
{
    public const int Version = 1;
    public const string Checks = "checks";
    public const int MaximumHeader = 16 * 1024;
    public const int MaximumManifest = 1024 * 1024;
    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int HashBytes = 32;
    public const uint LastChunk = 0x8000_0000;
    public const byte PartMark = (byte)'P';
    public const byte ManifestMark = (byte)'M';
    public const byte EndMark = (byte)'E';

    public static ReadOnlySpan<byte> Magic => "CSBACKUP"u8;

    /// <summary>Strict: unknown or missing members are errors.</summary>
    public static JsonSerializerOptions Json { get; } = new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
}

/// <param name="Format">The version of this format.</param>
/// <param name="Taken">The time of the program's clock, shortly before the snapshot.</param>
internal sealed record BackupHeader(int Format, Instant Taken, string Program, string Postgres, KeyCosts Key);

/// <summary>How the key is derived from the passphrase.</summary>
/// <param name="Name"><c>argon2id</c>.</param>
internal sealed record KeyCosts(string Name, byte[] Salt, int MemoryKib, int Passes, int Lanes)
{
    public const string Argon2id = "argon2id";
    public const int SaltBytes = 16;

    /// <summary>The most that a file may ask for, so that a file of a stranger cannot use up memory or time.</summary>
    public const int MaximumMemoryKib = 1024 * 1024;
    public const int MaximumPasses = 10;

    /// <summary>The costs of new backups; see <see cref="BackupFormat"/> for their source.</summary>
    public const int DefaultMemoryKib = 256 * 1024;
    public const int DefaultPasses = 3;

    public bool Bearable =>
        Name == Argon2id && Salt.Length == SaltBytes && MemoryKib is >= 8 and <= MaximumMemoryKib && Passes is >= 1 and <= MaximumPasses && Lanes == 1;
}

internal sealed record BackupManifest(ImmutableArray<PartEntry> Parts, long Organisations, long Initiatives, long Events);

/// <param name="Rows">The number of lines after the first.</param>
/// <param name="Bytes">The uncompressed bytes of the lines.</param>
/// <param name="Stored">The bytes in the file, from the mark of the part on.</param>
/// <param name="Sha256">The hash over those bytes.</param>
internal sealed record PartEntry(string Name, long Rows, long Bytes, long Stored, string Sha256);
