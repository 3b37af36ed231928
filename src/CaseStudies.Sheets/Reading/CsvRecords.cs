using System.Text;

namespace CaseStudies.Server.Sheets;

/// <summary>
/// The records of a text file after RFC 4180, one at a time. A quotation mark within an unquoted field is a letter, as all
/// programs have it; one that is never closed, or closed in the middle of a field, is refused: the rest of the table would shift.
/// </summary>
internal sealed class CsvRecords(TextReader reader, char separator)
{
    private const char EndOfOldFile = '\x1A';

    private readonly char[] piece = new char[64 * 1024];
    private readonly List<string> fields = [];
    private readonly StringBuilder field = new();
    private int at, got;
    private bool quoted;

    /// <summary>Of the record given last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Fields of the record given last; of one that was refused, those before its fault.</summary>
    public int Parted => fields.Count;

    /// <summary>The next record, valid until the next call; null at the end of the file.</summary>
    public IReadOnlyList<string>? Next()
    {
        if (Peek() is -1 or EndOfOldFile)
            return null;
        fields.Clear();
        Number++;
        do
            Field();
        while (Separated());
        return fields;
    }

    private void Field()
    {
        field.Clear();
        quoted = Peek() == '"';
        if (quoted)
            Quoted();
        else
            Plain();
        if (fields.Count == SheetLimits.ColumnsOfSheet)
            throw SheetRefusals.TooManyColumns(Number, SheetLimits.ColumnsOfSheet);
        fields.Add(field.ToString());
    }

    private void Plain()
    {
        for (int c; (c = Peek()) is not (-1 or '\r' or '\n' or EndOfOldFile) && c != separator; at++)
            Append((char)c);
    }

    private void Quoted()
    {
        for (at++; ; at++)
        {
            var c = Peek();
            if (c == -1)
                throw SheetRefusals.Quotes(Number);
            if (c == '"')
            {
                at++;
                if (Peek() != '"')
                    break;
            }

            Append((char)c);
        }

        if (Peek() is not (-1 or '\r' or '\n' or EndOfOldFile) && Peek() != separator)
            throw SheetRefusals.Quotes(Number);
    }

    /// <summary>Whether another field of the record follows; otherwise its line end is taken.</summary>
    private bool Separated()
    {
        var c = Peek();
        if (c is not (-1 or EndOfOldFile))
            at++;
        if (c == '\r' && Peek() == '\n')
            at++;
        return c == separator;
    }

    private void Append(char c)
    {
        if (field.Length == SheetLimits.CharactersOfCell)
            throw SheetRefusals.CellTooLong($"{ColumnNames.Of(fields.Count + 1)}{Number}");
        field.Append(c);
    }

    private int Peek()
    {
        if (at == got)
        {
            got = reader.Read(piece, 0, piece.Length);
            at = 0;
        }

        return at < got ? piece[at] : -1;
    }
}
