using System.Xml;

namespace CaseStudies.Sheets;

/// <summary>The names that occur in a part. A reader keeps every distinct one; a workbook needs some hundreds, not some millions.</summary>
internal sealed class CountedNames(string part) : NameTable
{
    private const int Most = 20_000;

    private int _known;

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

    public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

    private string Counted(string name) => ++_known <= Most
        ? name
        : throw FileRefusals.TooComplex($"{part} の要素名が多すぎます", $"{part} has too many names");
}
