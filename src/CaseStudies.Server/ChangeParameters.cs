using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NodaTime;
using static CaseStudies.Server.ApiDescription;

namespace CaseStudies.Server;

/// <summary>What addresses about changes and their effects may ask for, as the description tells it.</summary>
internal static class ChangeParameters
{
    public static void Describe(IList<IOpenApiParameter> parameters, string method, string path)
    {
        if (path.EndsWith("/effects", StringComparison.Ordinal))
            PeriodParameters(parameters);
        if (method != "GET" || !path.EndsWith("/changes", StringComparison.Ordinal))
            return;
        parameters.Add(Parameter("recordedFrom", Text(typeof(Instant)), "この時点以降に記録されたものだけ / Only what was recorded from this instant on."));
        parameters.Add(Parameter("recordedTo", Text(typeof(Instant)), "この時点より前に記録されたものだけ / Only what was recorded before this instant."));
        parameters.Add(Parameter("format", Word("xlsx", "csv"), "全部を一つのファイルで。なければ JSON を1ページずつ / All of it as one file. Without: JSON, a page at a time."));
        parameters.Add(Parameter("encoding", Word("utf-8", "cp932"), "CSV の文字コード。CP932 にない文字は置き換えず、422 で知らせる / Of a CSV file. What CP932 lacks is told with 422 and never replaced."));
        parameters.Add(Parameter("lang", Word("ja", "en"), "ファイルの言語 / The language of the file; without: as the request prefers."));
        parameters.Add(Parameter("offset", Number(), "とばす変更の数(前のページの next) / How many changes to pass over: 'next' of the page before."));
    }

    private static OpenApiSchema Word(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(w => JsonValue.Create(w)!)] };
}
