using System.Text.Json.Nodes;

namespace CaseStudies.Server.Import;

/// <summary>What clients send to imports, for the description of the API.</summary>
internal static class ImportBodies
{
    private const string File = "表計算ファイル(.xlsx、.csv、.tsv) / The spreadsheet (.xlsx, .csv or .tsv).";

    private static readonly JsonNode s_mapping = JsonNode.Parse(
        """
        {
          "kind": "headcounts", "headerRow": 3, "strand": "cafe", "scheme": "audience",
          "columns": [
            { "as": "date", "header": "開催日" }, { "as": "group", "header": "若者", "group": "youth" }, { "as": "group", "header": "高齢者", "group": "seniors" },
            { "as": "total", "header": "合計" }, { "as": "ignored", "header": "備考" }
          ]
        }
        """)!;

    public static IReadOnlyDictionary<string, (Type Body, JsonNode Example)> Json { get; } = new Dictionary<string, (Type, JsonNode)>
    {
        ["saveImportMapping"] = (typeof(ImportMapping), s_mapping),
        ["removeImportMapping"] = (typeof(MappingEndpoints.Removal), new JsonObject { ["key"] = "monthly-headcounts" }),
        ["completeImport"] = (typeof(ImportEndpoints.Completion), new JsonObject { ["withoutRefused"] = true }),
        ["abandonImport"] = (typeof(ImportEndpoints.Abandonment), new JsonObject { ["reason"] = "entered-by-mistake" }),
    };

    /// <summary>Operations that take a form with a file.</summary>
    public static IReadOnlyList<string> Forms { get; } = ["dryRunImport", "commitImport"];

    /// <param name="mapping">Where the description has a mapping's schema.</param>
    public static JsonObject Form(string mapping) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["file"] = new JsonObject { ["type"] = "string", ["contentMediaType"] = "application/octet-stream", ["description"] = File },
            ["mapping"] = new JsonObject { ["$ref"] = "#/components/schemas/" + mapping },
        },
        ["required"] = new JsonArray("file"),
    };
}
