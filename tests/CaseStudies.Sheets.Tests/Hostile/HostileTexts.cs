using System.Text;
using CaseStudies.Sheets;
using static CaseStudies.Sheets.Tests.Hostile.HostileFile;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>Text files: letters that cannot be told, and records that are no table.</summary>
internal static class HostileTexts
{
    private static readonly HostileFile s_csv = HostileFile.Create("a csv", "氏名,4/1\r\n山田,○\r\n");
    private static readonly Encoding s_euc = CodePagesEncodingProvider.Instance.GetEncoding(51932)!;

    public static IEnumerable<HostileClass> All() =>
    [
        new("text: invalid bytes", "sheet-encoding", [.. Broken()], new("CP932", () => Cp932.Encoding.GetBytes("氏名,ﾀﾅｶ\r\n髙﨑,○\r\n"))),
        new("text: other encodings", "sheet-encoding", [.. Others()], new("UTF-16 without a mark", () => Encoding.Unicode.GetBytes("氏名,4/1\r\n山田,1\r\n"))),
        new("text: NUL", "sheet-nul",
            [.. Each("a,b\r\n1,\0\r\n", "\0a,b\r\n", "a,b\0", "a\0\0\0b,c\r\n1,2\r\n", "氏名,\0\r\n", "\"a\0\",b\r\n").SelectMany(InTwo)], s_csv),
        new("text: control characters", "sheet-control-character",
            [.. Each("a\u0001b,c\r\n", "a,b\r\n\u0008,c", "\u007Fa\u0002", "a,\u001F\r\n", "x\u0003y", "a,b\u001Ac,d", "\uFFFEa,b", "a\uFFFF,b")
            .SelectMany(InTwo)], HostileFile.Create("an old end of file", "a,b\r\n1,2\r\n\u001A")),
        new("text: half a pair", "sheet-lone-surrogate", [.. HalfPairs()], new("whole pairs", () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,😀\r\n")])),
        new("text: quotes", "sheet-quotes",
            [.. Each("\"a", "a,\"b\r\n1,2\r\n", "\"a\"b,c\r\n", "a\r\n\"b\"\"\r\n", "\"\"\"", "a,\"b\"c\"\r\n", "\"a\" ,b\r\n", "\"a\nb\nc",
            "1,2\r\n3,\"4\"5\r\n", "\"a\"|\"b\"\r\nx,y", "\"a\";\"b\r\nx;y", "a\t\"b\r\n", "\"a\"\"b", "\"氏名,4/1\r\n山田,○\r\n")],
            HostileFile.Create("marks within", "5\" pipe,\"say \"\"x\"\"\"\r\n\"two\r\nlines\",b")),
        new("text: too many columns", "sheet-too-many-columns",
            [.. Over(16_384, 20_000, 100_000, 1_000_000, 3_000_000)
            .SelectMany(n => Over(',', '\t').Select(c => new HostileFile($"{n} {(int)c}", () => Encoding.ASCII.GetBytes($"a{c}b\r\n{new string(c, n)}")))),
            new HostileFile("4,097 cells", () => Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Repeat("1", 4_097))))],
                new("1,000 columns", () => Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Repeat("1", 1_000))))),
        new("text: too many rows", "sheet-too-many-rows",
            [.. Enumerable.Range(0, 12)
            .Select(i => new HostileFile($"{1_048_577 + i}",
            () => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(i % 2 == 0 ? "\n" : "1\r\n", 1_048_577 + i)))))],
            new("100,000 rows", () => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000))))),
        new("text: long cells", "sheet-cell-too-long",
            [.. Over(32_768, 100_000, 1_000_000, 5_000_000)
            .SelectMany(n => Over(new string('a', n), $"\"{new string('あ', n)}\"", $"x,{new string('b', n)},y\r\n")
            .Select((t, i) => HostileFile.Create($"{n} {i}", t)))], HostileFile.Create("as long as may be", $"{new string('a', 32_767)},b\r\n")),
    ];

    private static IEnumerable<HostileFile> Each(params string[] texts) => texts.Select((t, i) => HostileFile.Create($"{i}", t));

    private static IEnumerable<HostileFile> InTwo(HostileFile file) =>
    [
        file,
        file with { Name = file.Name + " in CP932", Make = () =>
            file.Make() is var b && b.All(x => x < 0x80) ? [.. b, .. "\r\n"u8, 0x82, 0xA0] : [0xEF, 0xBB, 0xBF, .. b] },
    ];

    private static IEnumerable<HostileFile> Broken()
    {
        var good = Encoding.UTF8.GetBytes("氏名,4/1\r\n山田,○\r\n");
        foreach (var stray in new byte[][] { [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x81, 0x20], [0x85, 0x40], [0xFC, 0xFC],
            [0xE0] })
        {
            yield return new($"behind a mark {Convert.ToHexString(stray)}", () => [0xEF, 0xBB, 0xBF, .. good, .. stray]);
            if (stray is [0x81 or 0x85 or 0xFC, ..])
                yield return new($"in CP932 {Convert.ToHexString(stray)}", () => [.. Cp932.Encoding.GetBytes("氏名,4/1\r\n山田,○\r\n"), .. stray, (byte)'\r']);
        }

        yield return new("two encodings", () => [.. good, .. Cp932.Encoding.GetBytes("髙橋,○\r\n"), 0x81]);
        yield return new("cut in a letter", () => Cp932.Encoding.GetBytes("氏名,山")[..^1]);
    }

    private static IEnumerable<HostileFile> Others()
    {
        foreach (var text in new[] { "氏名,ふりがな\r\n山田,やまだ\r\n", "さくら,1\r\n", "日付,カウント\n4/1,3\n", "あ,い,う\n" })
            yield return new($"EUC-JP {text[..3]}", () => s_euc.GetBytes(text));
        foreach (var text in new[] { "\x1B$B;aL>\x1B(B,1\r\n", "a,\x1B$@\x1B(J\r\n", "\x1B(I1\x1B(B\r\n" })
            yield return HostileFile.Create("ISO-2022-JP", text);
        foreach (var text in new[] { "a,b\r\n", "氏名\r\n", "1" })
        {
            yield return new("UTF-32LE", () => [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(text)]);
            yield return new("UTF-32BE", () => [0, 0, 0xFE, 0xFF, .. new UTF32Encoding(true, false).GetBytes(text)]);
        }
    }

    private static IEnumerable<HostileFile> HalfPairs()
    {
        foreach (var text in new[] { "a,\uD800\r\n", "a,\uDC00b\r\n", "\uD83D", "\uDE00\uD83D,x\r\n", "a,b\r\n\uDBFF,c" })
        {
            yield return new("UTF-16LE", () => [0xFF, 0xFE, .. text.SelectMany(c => new[] { (byte)(c & 0xFF), (byte)(c >> 8) })]);
            yield return new("UTF-16BE", () => [0xFE, 0xFF, .. text.SelectMany(c => new[] { (byte)(c >> 8), (byte)(c & 0xFF) })]);
        }

        yield return new("cut in a letter", () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b")[..^1]]);
    }
}
