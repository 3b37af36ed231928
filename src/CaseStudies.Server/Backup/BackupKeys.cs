using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace CaseStudies.Server.Backup;

/// <summary>The keys of one backup file, derived from its passphrase; see <see cref="BackupFormat"/>.</summary>
internal sealed class BackupKeys
{
    private const int KeyBytes = 32;
    private readonly byte[] _master;

    private BackupKeys(byte[] master) => _master = master;

    /// <param name="costs">Already checked by the reader; see <see cref="KeyCosts.Bearable"/>.</param>
    public static BackupKeys Derive(string passphrase, KeyCosts costs)
    {
        var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(
            new Argon2Parameters { DegreeOfParallelism = costs.Lanes, MemorySize = costs.MemoryKib, NumberOfPasses = costs.Passes });
        return new(argon.DeriveBytes(Encoding.UTF8.GetBytes(passphrase), costs.Salt, KeyBytes));
    }

    public byte[] Header => Expand("header");

    public byte[] Whole => Expand("whole");

    public byte[] Part(int place, string name) => Expand(string.Create(CultureInfo.InvariantCulture, $"part {place} {name}"));

    private byte[] Expand(string use) =>
        HKDF.Expand(System.Security.Cryptography.HashAlgorithmName.SHA256, _master, KeyBytes, Encoding.ASCII.GetBytes($"casestudies backup 1 {use}"));
}
