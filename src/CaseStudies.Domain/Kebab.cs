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

    /// <summary>The member that is written so; null where there is none.</summary>
    public static T? Find<T>(string? text) where T : struct, Enum =>
        Enum.GetValues<T>().Where(word => FromEnum(word) == text).Select(word => (T?)word).SingleOrDefault();
}
