using System.Text.Json.Nodes;
using CaseStudies.Server.Import;
using CaseStudies.Server.Tests.Rules;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>
/// Ids, canonical bodies and answers of planned commands are compared with committed files. An import that another version of the program left
/// half recorded can only be resumed if this version plans the same commands.
/// </summary>
/// <remarks>CASESTUDIES_WRITE_PLANNED=1 writes the files again. A difference in them means that such imports cannot be resumed.</remarks>
public sealed class PlannedCommandTests
{
    private const string Headcounts = """
        {"kind":"headcounts","scheme":"audience","fiscalYear":2025,"values":{"venue":{"公民館":"hall"}},
         "columns":[{"as":"date","header":"日"},{"as":"strand","header":"活動"},{"as":"start","header":"開始"},{"as":"end","header":"終了"},
         {"as":"venue","header":"会場"},{"as":"title","header":"題"},{"as":"part","header":"部"},{"as":"group","header":"若者","group":"youth"},
         {"as":"group","header":"家族","group":"families","unit":"households"}]}
        """;

    private const string Attendance = """
        {"kind":"attendance","strand":"cafe","role":"participant","basis":"legitimate-activity","fiscalYear":2025,
         "columns":[{"as":"name","header":"氏名"},{"as":"furigana","header":"ふりがな"},{"as":"group","header":"区分"}]}
        """;

    private const string Survey = """
        {"kind":"survey","instrument":"mood","version":1,"wave":"pre",
         "columns":[{"as":"date","header":"日時"},{"as":"response-id","header":"番号"},{"as":"answer","item":"lonely","header":"孤独"},
         {"as":"answer","item":"again","header":"また"},{"as":"name","header":"名前"},{"as":"group","header":"区分"},{"as":"comment","header":"意見"}]}
        """;

    private static readonly Dictionary<string, (string Mapping, string[] File, string[] Corrected)> s_cases = new()
    {
        ["headcounts"] = (Headcounts,
            ["日,活動,開始,終了,会場,題,部,若者,家族", "5/10,cafe,13:30,15:00:30,公民館,お茶 \"会\" <&> 𠮷,午前,3,2", "5/17,cafe,,,,,,0,", "5/20,cafe,,,,,,4,",
                $"5/24,cafe,,,,{new string('長', 4_001)},,1,"],
            ["日,活動,開始,終了,会場,題,部,若者,家族", "5/10,cafe,13:30,15:00:30,公民館,お茶の会,午前,5,2", "5/17,cafe,,16:00,,,,0,", "5/20,cafe,,,,,,6,"]),
        ["attendance"] = (Attendance,
            ["氏名,ふりがな,区分,5/10,5/17", "山田 花子,やまだ はなこ,youth,○,○", "p-0123456789abcdef,,,○,"],
            ["氏名,ふりがな,区分,5/10,5/17", "山田 花子,やまだ はなこ,adult,○,○", "p-0123456789abcdef,,,○,○"]),
        ["survey"] = (Survey,
            ["日時,番号,孤独,また,名前,区分,意見", "2025/5/10 13:30:05,a-1,決してない,はい,p-0123456789abcdef,youth,楽しい \"本当\"", "2025/5/11,a-2,,はい,山田,,",
                "2025/5/12,a-3,,,,,ひとこと"],
            ["日時,番号,孤独,また,名前,区分,意見", "2025/5/10 13:30:05,a-1,常にある,はい,p-0123456789abcdef,youth,楽しい \"本当\"",
                "2025/5/11,a-2,常にある,はい,山田,,あとから", "2025/5/12,a-3,,,,,別のことば"]),
        ["survey-by-moment"] = (Survey.Replace("""{"as":"response-id","header":"番号"},""", "", StringComparison.Ordinal),
            ["日時,孤独,また,名前,区分,意見", "2025/5/10 13:30:05,決してない,はい,,,x", "2025/5/10 13:30:05,常にある,,,,", "2025/5/11,,いいえ,,,"],
            ["日時,孤独,また,名前,区分,意見", "2025/5/10 13:30:05,常にある,はい,,,x", "2025/5/11,,いいえ,,,"]),
        ["consultations"] = (Events("consultation_received", "note", "on", "channel", "topic", "person"),
            ["番号,note,on,channel,topic,person", "1,眠れない\u3000夜,2025-05-10,phone,sleep,山田 花子", "２,,2025/5/11 9:30,visit,,p-0123456789abcdef",
                $"3,{new string('長', 4_001)},2025-05-12,phone,,"],
            ["番号,note,on,channel,topic,person", "1,眠れない\u3000夜,2025-05-11,phone,sleep,山田 花子", "２,よく眠れた,2025/5/12,visit,housing,p-0123456789abcdef",
                "3,短い,2025-05-12,phone,,"]),
        ["consultations-without-numbers"] = (
            Events("consultation_received", "on", "channel", "note").Replace("""{"as":"row-id","header":"番号"},""", "", StringComparison.Ordinal),
            ["on,channel,note", "2025-05-10,phone,眠れない", "2025-05-10,phone,眠れない", "2025-05-10,visit,"],
            ["on,channel,note", "2025-05-10,phone,眠れない", "2025-05-10,phone,眠れる"]),
        ["quantities"] = (Events("quantity_observed", "value", "quantity", "unit", "on", "item"),
            ["番号,value,quantity,unit,on,item", "1,\"1,234.50\",harvest,kg,2025-05-10,leeks", "2,△3,harvest,kg,2025-05-10,", "3,0.10,harvest,kg,2025-05-12,"],
            ["番号,value,quantity,unit,on,item", "1,1234.5,harvest,kg,2025-05-10,leeks", "2,-3.25,harvest,kg,2025-05-10,beans", "3,0.2,harvest,kg,2025-05-12,"]),
        ["plans"] = (Events("session_planned", "title", "session", "on", "start", "capacity", "unit", "price"),
            ["番号,title,session,on,start,capacity,unit,price", "1,春の会,6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1,2025-05-10,9:05,20,pairs,500円",
                $"2,{new string('長', 4_001)},,2025-05-10,,,,"],
            ["番号,title,session,on,start,capacity,unit,price", "1,春の会,6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1,2025-05-10,9:30,,households,0",
                "2,秋の会,,2025-05-11,,,,"]),
        ["voices"] = (Events("voice_recorded", "on", "speaker", "words", "publicationConsented"),
            ["番号,on,speaker,words,publicationConsented", "1,2025-05-10,visitor,来てよかった,○", "2,2025-05-10,visitor,またね,×"],
            ["番号,on,speaker,words,publicationConsented", "1,2025-05-10,visitor,来てよかった,×", "2,2025-05-10,staff,またね。,×"]),
        ["headcounts-as-a-list"] = (
            Events("participants_counted", "session", "scheme", "group", "count").Replace(",\"constants\":{\"strand\":\"cafe\"}", "", StringComparison.Ordinal),
            ["番号,session,scheme,group,count", $"1,{PlannedFile.ByHand},audience,youth,9", $"2,{PlannedFile.ByHand},audience,families,8",
                $"3,{PlannedFile.ByHand},age,youth,1"],
            ["番号,session,scheme,group,count", $"3,{PlannedFile.ByHand},age,youth,2"]),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_is_planned_as_it_always_was(string name)
    {
        var (mapping, file, corrected) = s_cases[name];
        var planned = new PlannedFile(ImportRequest.Mapping(JsonNode.Parse(mapping)!.AsObject()));
        string[] lines = [.. planned.Plan(Csv(file)), "", .. planned.Plan(Csv(corrected))];
        var path = Repository.Path("tests", "CaseStudies.Server.Tests", "Import", "PlannedCommands", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("CASESTUDIES_WRITE_PLANNED") == "1")
            File.WriteAllLines(path, lines);
        Assert.Equal(File.ReadAllLines(path), lines);
    }

    private static string Events(string fact, params string[] members) =>
        $$"""
        {"kind":"events","fact":"{{fact}}","constants":{"strand":"cafe"},"columns":[{"as":"row-id","header":"番号"},
        {{string.Join(',', members.Select(m => $$"""{"as":"member","member":"{{m}}","header":"{{m}}"}"""))}}]}
        """;
}
