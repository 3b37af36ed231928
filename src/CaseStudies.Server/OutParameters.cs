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
            parameters.Add(ApiDescription.Parameter("after", String(), "続きの位置(応答の Link のとおり)。省けば最初から / Where to continue, as given in the Link header of the answer. If omitted: from the start."));
            parameters.Add(ApiDescription.Parameter("limit", ApiDescription.Number(), "一度に読む数、1〜1000。省けば 100 / Maximum number of events, 1 to 1000. If omitted: 100."));
            parameters.Add(ApiDescription.Parameter("wait", ApiDescription.Number(), "まだ何もないとき、待つ秒数(30 まで) / Seconds to wait for events if there are none yet, at most 30."));
        }
        else if (path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".xlsx", StringComparison.Ordinal))
        {
            if (path.Contains("/entries.", StringComparison.Ordinal))
                parameters.Add(ApiDescription.Parameter("kind", String([.. InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal)]), "この種類だけ / Only this kind."));
            parameters.Add(Language());
            if (path.EndsWith(".csv", StringComparison.Ordinal))
                parameters.Add(ApiDescription.Parameter("encoding", String("utf-8", "cp932"), "UTF-8(BOM 付き)か CP932(Shift_JIS)。表せない文字があれば受け付けない / UTF-8 with a byte order mark, or CP932 (Shift_JIS), which is refused if it lacks a character."));
        }
        else if (path.EndsWith("/attendance-sheet", StringComparison.Ordinal) || path.EndsWith("/cards", StringComparison.Ordinal))
        {
            Remove(parameters, "from", "to", "knownAt", "version");
            parameters.Add(ApiDescription.Parameter("strand", ApiDescription.Text(typeof(Slug)), "この活動に登録されている人。省けばすべて / People enrolled in this strand. If omitted: in any strand."));
            parameters.Add(ApiDescription.Parameter("on", ApiDescription.Text(typeof(LocalDate)), "開催日。省けば次の予定日か今日 / Date of the session. If omitted: the next planned date, or today."));
            parameters.Add(Language());
        }
    }

    private static OpenApiParameter Language() => ApiDescription.Parameter("lang", String("ja", "en"), "省けば Accept-Language のとおり / If omitted: as in Accept-Language.");

    private static OpenApiSchema String(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = words.Length == 0 ? null : [.. words.Select(w => JsonValue.Create(w)!)] };

    private static void Remove(IList<IOpenApiParameter> parameters, params string[] names)
    {
        foreach (var parameter in parameters.Where(p => names.Contains(p.Name)).ToList())
            parameters.Remove(parameter);
    }
}
