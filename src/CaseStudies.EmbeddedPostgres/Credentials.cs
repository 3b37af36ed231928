using System.Security.Cryptography;
using System.Text;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>The superuser's password: random, in a file only the launching user can read.</summary>
internal static class Credentials
{
    internal const string User = "postgres";

    internal static string? TryRead(HomePaths home) =>
        File.Exists(home.Password) ? File.ReadAllText(home.Password).Trim() : null;

    /// <summary>Follows from the password, and does not give it away. So there is no second secret that could be lost.</summary>
    internal static string Derive(string password, string purpose) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(purpose)));

    /// <exception cref="EmbeddedPostgresException">Data exists, the password it was made with is gone.</exception>
    internal static string ReadOrCreate(HomePaths home)
    {
        if (TryRead(home) is { Length: > 0 } known)
            return known;
        if (home.DataMajors() is [var major, ..])
            throw new EmbeddedPostgresException(Messages.PasswordMissing(home.Password, home.Data(major)));
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        FileModes.Replace(home.Password, password + "\n", FileModes.PrivateFile);
        return password;
    }
}
