using System.Runtime.InteropServices;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// The one package version this launcher installs, and the SHA-512 (base64) its file must have. To move to another
/// version, replace version and all five hashes together, computed from files that were looked at.
/// </summary>
internal sealed record PinnedPackage(string Platform, string Version, string Sha512)
{
    internal const string PinnedVersion = "18.4.0-beta.17";
    internal const string Scope = "@embedded-postgres";

    private static readonly Dictionary<string, string> s_hashes = new(StringComparer.Ordinal)
    {
        ["linux-x64"] = "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
        ["linux-arm64"] = "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
        ["darwin-arm64"] = "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
        ["darwin-x64"] = "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
        ["windows-x64"] = "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg==",
    };

    internal int Major => int.Parse(Version.AsSpan(0, Version.IndexOf('.', StringComparison.Ordinal)),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As a package manager is asked for it.</summary>
    internal string Spec => $"{Scope}/{Platform}@{Version}";

    /// <summary>The file's address below the base address of a package registry.</summary>
    internal string RelativeUrl => $"{Scope}/{Platform}/-/{Platform}-{Version}.tgz";

    internal static string SpecForThisMachine => $"{Scope}/{PlatformName ?? "<platform>"}@{PinnedVersion}";

    /// <summary>Null where no package fits: another processor, or a Linux with musl instead of glibc.</summary>
    internal static PinnedPackage? ForThisMachine() =>
        PlatformName is { } name && s_hashes.TryGetValue(name, out var hash) ? new(name, PinnedVersion, hash) : null;

    private static string? PlatformName
    {
        get
        {
            var musl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);
            var system = OperatingSystem.IsLinux() && !musl ? "linux"
                : OperatingSystem.IsMacOS() ? "darwin"
                : OperatingSystem.IsWindows() ? "windows" : null;
            var processor = RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.X64 => "x64",
                Architecture.Arm64 => "arm64",
                _ => null,
            };
            return system is null || processor is null ? null : $"{system}-{processor}";
        }
    }
}
