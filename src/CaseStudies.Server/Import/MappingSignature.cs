using System.Security.Cryptography;
using System.Text;

namespace CaseStudies.Server.Import;

/// <summary>By what a sheet is known again: the headers that a mapping names, whatever stands beside them (days change from month to month).</summary>
internal static class MappingSignature
{
    public static string Of(ImportMapping mapping) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{mapping.Kind}\n" + string.Join('\n', mapping.Columns.Select(c => c.Header is { } header ? Loosely.Of(header) : $"#{c.Column}").Order(StringComparer.Ordinal)))))[..32];
}
