using System.Text.Json;

namespace CaseStudies.Domain;

/// <summary>Words of enumerations as facts write them: <c>LegitimateActivity</c> is <c>legitimate-activity</c>.</summary>
public static class Kebab
{
    public static string Of(Enum word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString());
    }
}
