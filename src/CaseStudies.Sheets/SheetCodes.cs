namespace CaseStudies.Sheets;

/// <summary>The stable codes by which a file, or a table to be written, is refused as a whole.</summary>
public static class SheetCodes
{
    public const string CellTooLong = "sheet-cell-too-long";
    public const string ControlCharacter = "sheet-control-character";
    public const string Cp932Lacks = "sheet-cp932-lacks";
    public const string Damaged = "sheet-damaged";
    public const string Dtd = "sheet-dtd";
    public const string DuplicatePart = "sheet-duplicate-part";
    public const string Embedded = "sheet-embedded";
    public const string Empty = "sheet-empty";
    public const string Encoding = "sheet-encoding";
    public const string Encrypted = "sheet-encrypted";
    public const string External = "sheet-external";
    public const string LegacyXls = "sheet-legacy-xls";
    public const string LoneSurrogate = "sheet-lone-surrogate";
    public const string Macro = "sheet-macro";
    public const string Nul = "sheet-nul";
    public const string Number = "sheet-number";
    public const string OtherKind = "sheet-other-kind";
    public const string Quotes = "sheet-quotes";
    public const string TooComplex = "sheet-too-complex";
    public const string TooLarge = "sheet-too-large";
    public const string TooManyColumns = "sheet-too-many-columns";
    public const string TooManyRows = "sheet-too-many-rows";
    public const string UnpacksTooLarge = "sheet-unpacks-too-large";
    public const string UnsafeName = "sheet-unsafe-name";
    public const string WrongExtension = "sheet-wrong-extension";
    public const string Xlsb = "sheet-xlsb";
}
