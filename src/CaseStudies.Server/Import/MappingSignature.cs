using System.Security.Cryptography;
using System.Text;

namespace CaseStudies.Server.Import;

/// <summary>The headers that a mapping names, in one line; which files it fits is found by laying it onto them.</summary>
internal static class MappingSignature
{
    public static string Of(ImportMapping mapping) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{mapping.Kind}\n" + string.Join('\n', mapping.Columns.Select(c => c.Header is { } header ? Loosely.Of(header) : $"#{c.Column}").Order(StringComparer.Ordinal)))))[..32];
}
