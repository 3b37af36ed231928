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
        parameters.Add(Parameter("recordedFrom", Text(typeof(Instant)), "この時点以降に記録されたものだけ / Only changes recorded at or after this time."));
        parameters.Add(Parameter("recordedTo", Text(typeof(Instant)), "この時点より前に記録されたものだけ / Only changes recorded before this time."));
        parameters.Add(Parameter("format", Word("xlsx", "csv"), "全部を一つのファイルで。なければ JSON を1ページずつ / Everything as one file. If omitted: JSON, one page at a time."));
        parameters.Add(Parameter("encoding", Word("utf-8", "cp932"), "CSV の文字コード。CP932 にない文字は置き換えず、422 で知らせる / Encoding of a CSV file. Characters that CP932 lacks are reported with 422, never replaced."));
        parameters.Add(Parameter("lang", Word("ja", "en"), "ファイルの言語 / Language of the file. If omitted, the preference of the request."));
        parameters.Add(Parameter("offset", Number(), "飛ばす変更の数(前のページの next) / Number of changes to skip: 'next' of the previous page."));
    }

    private static OpenApiSchema Word(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(w => JsonValue.Create(w)!)] };
}
