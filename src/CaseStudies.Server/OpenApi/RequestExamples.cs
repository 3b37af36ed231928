using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Server.OpenApi;

/// <summary>An act that shows how a kind of fact is recorded.</summary>
/// <param name="Name">The kind.</param>
internal sealed record ExampleCommand(string Name, PublicText Summary, JsonNode Body);

/// <summary>
/// What clients send. A server accepts <see cref="Acts"/> in their order, then the correction of the first entry and the withdrawal of the
/// consultation, each of which names the act it was made upon.
/// </summary>
internal static class RequestExamples
{
    private const string Folder = "examples/";

    /// <summary>Every kind of fact, from the files in Examples. Their numbers are the order: a later one may stand on an earlier one.</summary>
    public static IReadOnlyList<ExampleCommand> Acts { get; } = [.. typeof(RequestExamples).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    public static JsonNode DescribeOrganisation { get; } = JsonNode.Parse(
        """
        {
          "command": "5b1d8a53-6f5c-4f0e-9d5c-0d8f3a1f6a01",
          "profile": {
            "name": { "ja": "青少年育成の会", "en": "Youth Support Circle" }, "legalForm": { "ja": "NPO法人", "en": "Non-profit corporation" },
            "founded": "2007-02", "prefecture": { "ja": "東京都", "en": "Tokyo" }, "municipality": { "ja": "福生市", "en": "Fussa" }
          }
        }
        """)!;

    public static JsonNode DeclareFiscalYear { get; } = JsonNode.Parse(
        """{ "command": "6c2e9b64-7a6d-4a1f-8e6d-1e9a4b2c7b02", "fiscalYear": { "firstMonth": 1 } }""")!;

    public static JsonNode DeclareRetention { get; } = JsonNode.Parse(
        """{ "command": "f5b71dfd-0356-43a8-9fa6-a783d4b50421", "retention": { "years": 5 } }""")!;

    public static JsonNode GiveRole { get; } = JsonNode.Parse(
        """{ "command": "7d3fac75-8b7e-4b20-9f7e-2f0b5c3d8c03", "role": "staff", "cause": "new-duties" }""")!;

    public static JsonNode MakeKey { get; } = JsonNode.Parse(
        """{ "command": "9f51ce97-ad90-4d42-9b90-412d7e5fae05", "role": "recorder", "until": "2027-03-31T15:00:00Z" }""")!;

    public static JsonNode MakeGrant { get; } = JsonNode.Parse(
        """{ "command": "a062d8a8-be01-4e53-8a51-523e8f60bf06", "funder": "smile-fund", "initiatives": ["roje-spark"], "level": "figures" }""")!;

    public static JsonNode NarrowGrant { get; } = JsonNode.Parse(
        """{ "command": "b173e9b9-cf12-4f64-9b62-634f9071c007", "level": "figures", "until": "2027-03-31T15:00:00Z", "cause": "agreement-over" }""")!;

    public static JsonNode RevokeGrant { get; } = JsonNode.Parse(
        """{ "command": "c284faca-d023-4075-8c73-7450a182d108", "cause": "agreement-over" }""")!;

    public static JsonNode ShareFigure { get; } = JsonNode.Parse(
        """
        {
          "command": "d395fbdb-e134-4186-9d84-8561b293e209", "initiative": "roje-spark", "indicator": "visitors-december",
          "from": "2025-04-01", "to": "2026-03-31", "until": "2026-06-30T15:00:00Z"
        }
        """)!;

    public static JsonNode RevokeShare { get; } = JsonNode.Parse(
        """{ "command": "e4a60cec-f245-4297-8e95-9672c3a4f310", "cause": "mistake" }""")!;

    public static JsonNode InviteMember { get; } = JsonNode.Parse(
        """{ "command": "a062df08-be01-4e53-9c01-523e8f60bf16", "role": "recorder", "cause": "new-duties" }""")!;

    public static JsonNode WithdrawInvitation { get; } = JsonNode.Parse(
        """{ "command": "b173e019-cf12-4f64-8d12-634f9071c027", "cause": "mistake" }""")!;

    public static JsonNode RemoveMember { get; } = JsonNode.Parse(
        """{ "command": "8e40bd86-9c8f-4c31-8a8f-301c6d4e9d04", "cause": "left" }""")!;

    public static JsonNode ErasePerson { get; } = JsonNode.Parse(
        """{ "command": "9f51ce97-adaf-4d42-8b9f-412d7e5fae05", "ground": "request-of-person" }""")!;

    public static JsonNode CorrectEntry { get; } = JsonNode.Parse(
        """
        {
          "command": "2c7f1a9e-0d0b-4b52-9b53-3b6b0c9d2e22",
          "replacement": {
            "kind": "initiative_opened", "title": { "ja": "ふれあい喫茶はち", "en": "Open café Hachi" }, "forms": [{ "ja": "居場所づくり", "en": "A place to be" }],
            "audiences": [{ "ja": "若者", "en": "Young people" }], "areas": [{ "ja": "福生市", "en": "Fussa" }], "on": "2025-04-01"
          },
          "reason": { "code": "late-information", "note": "正式な名称が決まった。" },
          "basis": "9ebfc387-2baf-5b19-8512-93ce3bbc17ec"
        }
        """)!;

    public static JsonNode RecordBatch { get; } = JsonNode.Parse(
        """
        {
          "mode": "each",
          "items": [
            {
              "initiative": "harbour",
              "record": {
                "command": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a01", "capturedAt": "2025-12-05T06:10:00Z",
                "facts": [
                  {
                    "kind": "initiative_opened", "title": { "ja": "みなと食堂", "en": "Harbour kitchen" }, "forms": [{ "ja": "居場所づくり", "en": "A place to be" }],
                    "audiences": [{ "ja": "若者", "en": "Young people" }], "areas": [{ "ja": "福生市", "en": "Fussa" }], "on": "2025-04-01"
                  },
                  { "kind": "strand_started", "strand": "kitchen", "name": { "ja": "食堂", "en": "Kitchen" }, "on": "2025-04-01" }
                ]
              }
            },
            {
              "initiative": "harbour",
              "record": {
                "command": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a02", "capturedAt": "2025-12-05T06:12:00Z",
                "facts": [{ "kind": "session_held", "session": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a03", "strand": "kitchen", "on": "2025-12-04" }]
              }
            },
            {
              "initiative": "harbour",
              "correct": {
                "command": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a04",
                "entry": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a02", "basis": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a02",
                "replacement": { "kind": "session_held", "session": "7a1e0c52-41f0-4d2b-9a3f-0c5d7e9b1a03", "strand": "kitchen", "on": "2025-12-05" },
                "reason": { "code": "wrong-date" }
              }
            }
          ]
        }
        """)!;

    public static JsonNode ChangeEntries { get; } = JsonNode.Parse(
        """
        {
          "command": "4e9f3c10-2f2d-4d74-9d75-5d8d2e1f4044",
          "changes": [
            {
              "entry": "eb4c7196-e295-520b-bee4-fb0b5d40c18b", "basis": "eb4c7196-e295-520b-bee4-fb0b5d40c18b",
              "replacement": {
                "kind": "milestone_reached", "milestone": "material-published",
                "description": { "ja": "活動の手引きを公開した", "en": "The handbook was published" },
                "on": "2025-11-08", "by": "staff", "strand": "cafe", "item": "handbook"
              }
            },
            { "entry": "4adda1c8-95b9-57ec-95fc-556266e9b60a", "basis": "4adda1c8-95b9-57ec-95fc-556266e9b60a" }
          ],
          "reason": { "code": "wrong-date", "note": "議事録と照らし合わせた。" }
        }
        """)!;

    public static JsonNode UndoAct { get; } = JsonNode.Parse(
        """{ "command": "5fa04d21-303e-4e85-8e86-6e9e3f205155", "reason": { "code": "entered-by-mistake" } }""")!;

    public static JsonNode UndoImport { get; } = JsonNode.Parse(
        """{ "command": "7b0f3c52-8a1d-4c6e-9b27-5e4d3f2a1c07", "reason": { "code": "entered-by-mistake", "note": "昨年度のファイルだった。" } }""")!;

    public static JsonNode AnnounceEffects { get; } = JsonNode.Parse(
        """
        {
          "record": {
            "command": "60b15e32-414f-4f96-9f97-7faf40316266",
            "facts": [{ "kind": "consultation_received", "on": "2025-12-05", "channel": "phone" }]
          }
        }
        """)!;

    public static JsonNode WithdrawEntry { get; } = JsonNode.Parse(
        """
        { "command": "3d8e2b0f-1e1c-4c63-8c64-4c7c1d0e3f33",
          "reason": { "code": "entered-by-mistake" }, "basis": "ebd4a657-da3d-5934-9cd4-a25c509b2ecf" }
        """)!;

    private static ExampleCommand Read(string resource)
    {
        using var file = typeof(RequestExamples).Assembly.GetManifestResourceStream(resource)!;
        var example = JsonNode.Parse(file)!;
        return new(Path.GetFileNameWithoutExtension(resource)[3..], new((string)example["ja"]!, (string)example["en"]!), example["body"]!);
    }
}
