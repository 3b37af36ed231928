namespace CaseStudies.Sheets;

/// <summary>What a cell's format makes of a number: nothing, a day, a time, both, or hours that go on beyond a day.</summary>
internal enum MomentFormat { None, Date, Time, DateTime, Elapsed }

/// <summary>The formats of a workbook's cells, by the style that a cell names.</summary>
internal static class NumberFormats
{
    public static IReadOnlyList<MomentFormat> Read(WorkbookPackage package, string? path)
    {
        var (custom, styles, within) = (new Dictionary<string, MomentFormat>(), new List<MomentFormat>(), false);
        if (path is null)
            return styles;
        using var part = package.Read(path);
        while (part.Read())
        {
            if (part.Name == "cellXfs" && part.IsMain)
                within = part.IsStart && !part.IsEmpty;
            else if (part.AtMain("numFmt") && part["numFmtId"] is { } id && part["formatCode"] is { } code)
                custom[id] = Parse(code);
            else if (within && part.AtMain("xf"))
                styles.Add(part["numFmtId"] is { } format ? custom.TryGetValue(format, out var own) ? own : BuiltIn(format) : MomentFormat.None);
            if (styles.Count > package.Limits.Styles || custom.Count > package.Limits.Styles)
                throw FileRefusals.TooComplex("書式が多すぎます", "too many formats");
        }

        return styles;
    }

    /// <summary>A format by its code. Texts in quotes, escapes and brackets (colours, languages) mean nothing here.</summary>
    public static MomentFormat Parse(string code)
    {
        var section = code.Length > 255 ? "" : Letters(code);
        if (section.Length == 0 || section.StartsWith("general", StringComparison.Ordinal) || section.Contains('標'))
            return MomentFormat.None;
        if (section.Contains('[', StringComparison.Ordinal))
            return MomentFormat.Elapsed;
        var time = section.AsSpan().ContainsAny('h', 's') || section.Contains("am/pm", StringComparison.Ordinal);
        var date = section.AsSpan().ContainsAny("ydeg") || section.Contains("aaa", StringComparison.Ordinal)
            || (section.Contains('m', StringComparison.Ordinal) && !time);
        return (date, time) switch
        {
            (true, true) => MomentFormat.DateTime,
            (true, false) => MomentFormat.Date,
            (false, true) => MomentFormat.Time,
            _ => MomentFormat.None,
        };
    }

    // 27–36 and 50–58 are the formats of East Asian calendars, 和暦 among them.
    private static MomentFormat BuiltIn(string id) => id switch
    {
        "14" or "15" or "16" or "17" or "27" or "28" or "29" or "30" or "31" or "34" or "35" or "36" => MomentFormat.Date,
        "50" or "51" or "52" or "53" or "54" or "55" or "56" or "57" or "58" => MomentFormat.Date,
        "18" or "19" or "20" or "21" or "32" or "33" or "45" or "47" => MomentFormat.Time,
        "46" => MomentFormat.Elapsed,
        "22" => MomentFormat.DateTime,
        _ => MomentFormat.None,
    };

    private static string Letters(string code)
    {
        var kept = new List<char>();
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = End(code, i, '"');
                    break;
                case '[':
                    var end = End(code, i, ']');
                    if (end > i + 1 && code[(i + 1)..end].Trim('h', 'H', 'm', 'M', 's', 'S').Length == 0)
                        kept.Add('['); // [h]:mm
                    i = end;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case 'E' or 'e' when i + 1 < code.Length && code[i + 1] is '+' or '-': // 0.00E+00
                    return "";
                default:
                    kept.Add(char.ToLowerInvariant(code[i]));
                    break;
            }
        }

        return new string([.. kept]);
    }

    private static int End(string code, int from, char mark)
    {
        var end = code.IndexOf(mark, from + 1);
        return end < 0 ? code.Length - 1 : end;
    }
}
