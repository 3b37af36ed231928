using System.Text.Json;

namespace CaseStudies.Domain;

/// <summary>Enumeration members as facts write them: <c>LegitimateActivity</c> is <c>legitimate-activity</c>.</summary>
public static class Kebab
{
    public static string FromEnum(Enum word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString());
    }
}
