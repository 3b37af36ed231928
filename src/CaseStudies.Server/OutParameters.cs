using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using Microsoft.OpenApi;
using NodaTime;

namespace CaseStudies.Server;

/// <summary>The parameters of what leaves the program: the feed, files and prints.</summary>
internal static class OutParameters
{
    public static void Describe(IList<IOpenApiParameter> parameters, string path)
    {
        if (path.EndsWith("/feed", StringComparison.Ordinal))
        {
            Remove(parameters, "from", "to", "knownAt", "version");
            parameters.Add(ApiDescription.Parameter("after", String(), "続きの位置。応答の Link のとおり。省けば最初から / Where to go on: as it stands in the answer's Link. Left out: from the start."));
            parameters.Add(ApiDescription.Parameter("limit", ApiDescription.Number(), "一度に読む数、1〜1000。省けば 100 / How many events at most, 1 to 1000; 100 if left out."));
            parameters.Add(ApiDescription.Parameter("wait", ApiDescription.Number(), "まだ何もないとき、待つ秒数(30 まで) / Where there is nothing yet, for how many seconds to wait for it, at most 30."));
        }
        else if (path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".xlsx", StringComparison.Ordinal))
        {
            if (path.Contains("/entries.", StringComparison.Ordinal))
                parameters.Add(ApiDescription.Parameter("kind", String([.. InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal)]), "この種類だけ / Only this kind."));
            parameters.Add(Language());
            if (path.EndsWith(".csv", StringComparison.Ordinal))
                parameters.Add(ApiDescription.Parameter("encoding", String("utf-8", "cp932"), "UTF-8(BOM 付き)か CP932(Shift_JIS)。表せない文字があれば断る / UTF-8 with a byte order mark, or CP932 (Shift_JIS), which is refused if it lacks a character."));
        }
        else if (path.EndsWith("/attendance-sheet", StringComparison.Ordinal) || path.EndsWith("/cards", StringComparison.Ordinal))
        {
            Remove(parameters, "from", "to", "knownAt", "version");
            parameters.Add(ApiDescription.Parameter("strand", ApiDescription.Text(typeof(Slug)), "この活動に登録されている人。省けばすべて / Who is enrolled in this strand; left out: in any."));
            parameters.Add(ApiDescription.Parameter("on", ApiDescription.Text(typeof(LocalDate)), "開催日。省けば次の予定日か今日 / The day of the session; left out: the next day that is planned, or today."));
            parameters.Add(Language());
        }
    }

    private static OpenApiParameter Language() => ApiDescription.Parameter("lang", String("ja", "en"), "省けば Accept-Language のとおり / Left out: as Accept-Language says.");

    private static OpenApiSchema String(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = words.Length == 0 ? null : [.. words.Select(w => JsonValue.Create(w)!)] };

    private static void Remove(IList<IOpenApiParameter> parameters, params string[] names)
    {
        foreach (var parameter in parameters.Where(p => names.Contains(p.Name)).ToList())
            parameters.Remove(parameter);
    }
}
