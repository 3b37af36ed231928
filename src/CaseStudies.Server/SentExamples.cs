using System.Text.Json.Nodes;

namespace CaseStudies.Server;

/// <summary>One body for each operation that takes one. In this order, a server accepts them: the correction of the first entry, the withdrawal of any later one.</summary>
internal static class SentExamples
{
    public static IReadOnlyDictionary<string, JsonNode> ByOperation { get; } = new Dictionary<string, JsonNode>
    {
        ["describeOrganisation"] = JsonNode.Parse(
            """
            {
              "command": "5b1d8a53-6f5c-4f0e-9d5c-0d8f3a1f6a01",
              "profile": {
                "name": { "ja": "青少年育成の会", "en": "Youth Support Circle" }, "legalForm": { "ja": "NPO法人", "en": "Non-profit corporation" },
                "founded": "2007-02", "prefecture": { "ja": "東京都", "en": "Tokyo" }, "municipality": { "ja": "福生市", "en": "Fussa" }
              }
            }
            """)!,
        ["recordEntries"] = JsonNode.Parse(
            """
            {
              "command": "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11",
              "capturedAt": "2025-12-05T06:12:00Z",
              "facts": [
                {
                  "kind": "initiative_opened", "title": { "ja": "ふれあい喫茶", "en": "Open café" }, "forms": [{ "ja": "居場所づくり", "en": "A place to be" }],
                  "audiences": [{ "ja": "若者", "en": "Young people" }], "areas": [{ "ja": "福生市", "en": "Fussa" }], "on": "2025-04-01"
                },
                { "kind": "strand_started", "strand": "cafe", "name": { "ja": "喫茶", "en": "Café" }, "on": "2025-04-01" },
                { "kind": "session_held", "session": "6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1", "strand": "cafe", "on": "2025-12-05", "start": "13:30:00", "end": "16:00:00" },
                { "kind": "consultation_received", "on": "2025-12-05", "channel": "in-person", "note": "進路の相談。来月もう一度話す。" }
              ]
            }
            """)!,
        ["correctEntry"] = JsonNode.Parse(
            """
            {
              "command": "2c7f1a9e-0d0b-4b52-9b53-3b6b0c9d2e22",
              "replacement": {
                "kind": "initiative_opened", "title": { "ja": "ふれあい喫茶はち", "en": "Open café Hachi" }, "forms": [{ "ja": "居場所づくり", "en": "A place to be" }],
                "audiences": [{ "ja": "若者", "en": "Young people" }], "areas": [{ "ja": "福生市", "en": "Fussa" }], "on": "2025-04-01"
              },
              "reason": { "code": "late-information", "note": "正式な名称が決まった。" }
            }
            """)!,
        // The entries of the act above, and its command as what they were made upon.
        ["changeEntries"] = JsonNode.Parse(
            """
            {
              "command": "4e9f3c10-2f2d-4d74-9d75-5d8d2e1f4044",
              "changes": [
                {
                  "entry": "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11", "basis": "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11",
                  "replacement": { "kind": "session_held", "session": "6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1", "strand": "cafe", "on": "2025-12-06" }
                },
                { "entry": "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f12", "version": 5 }
              ],
              "reason": { "code": "wrong-session", "note": "翌日の回と取り違えた。" }
            }
            """)!,
        ["undoAct"] = JsonNode.Parse("""{ "command": "5fa04d21-303e-4e85-8e86-6e9e3f205155", "reason": { "code": "entered-by-mistake" } }""")!,
        ["announceEffects"] = JsonNode.Parse(
            """
            {
              "record": {
                "command": "60b15e32-414f-4f96-9f97-7faf40316266",
                "facts": [{ "kind": "consultation_received", "on": "2025-12-05", "channel": "phone" }]
              }
            }
            """)!,
        ["withdrawEntry"] = JsonNode.Parse("""{ "command": "3d8e2b0f-1e1c-4c63-8c64-4c7c1d0e3f33", "reason": { "code": "entered-by-mistake" } }""")!,
    };
}
