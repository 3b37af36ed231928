using System.Text.Json;

namespace CaseStudies.Server.Import;

/// <summary>Words of enumerations as facts write them.</summary>
internal static class Kebab
{
    public static string Of(Enum word) => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString());
}
