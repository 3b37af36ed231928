using System.Text;

namespace CaseStudies.Sheets;

/// <summary>
/// The records of a text file after RFC 4180, one at a time. A quotation mark within an unquoted field is a letter, as all
/// programs have it; one that is never closed, or closed in the middle of a field, is refused: the rest of the table would shift.
/// </summary>
internal sealed class CsvRecords(TextReader reader, char separator)
{
    private const char EndOfOldFile = '\x1A';

    private readonly char[] _piece = new char[64 * 1024];
    private readonly List<string> _fields = [];
    private readonly StringBuilder _field = new();
    private int _at, _got;
    private bool _quoted;

    /// <summary>Of the record given last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Fields of the record given last; of one that was refused, those before its fault.</summary>
    public int Parted => _fields.Count;

    /// <summary>The next record, valid until the next call; null at the end of the file.</summary>
    public IReadOnlyList<string>? Next()
    {
        if (Peek() is -1 or EndOfOldFile)
            return null;
        _fields.Clear();
        Number++;
        do
            Field();
        while (Separated());
        return _fields;
    }

    private void Field()
    {
        _field.Clear();
        _quoted = Peek() == '"';
        if (_quoted)
            Quoted();
        else
            Plain();
        if (_fields.Count == SheetLimits.ColumnsOfSheet)
            throw SheetRefusals.TooManyColumns(Number, SheetLimits.ColumnsOfSheet);
        _fields.Add(_field.ToString());
    }

    private void Plain()
    {
        for (int c; (c = Peek()) is not (-1 or '\r' or '\n' or EndOfOldFile) && c != separator; _at++)
            Append((char)c);
    }

    private void Quoted()
    {
        for (_at++; ; _at++)
        {
            var c = Peek();
            if (c == -1)
                throw SheetRefusals.Quotes(Number);
            if (c == '"')
            {
                _at++;
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
            _at++;
        if (c == '\r' && Peek() == '\n')
            _at++;
        return c == separator;
    }

    private void Append(char c)
    {
        if (_field.Length == SheetLimits.CharactersOfCell)
            throw SheetRefusals.CellTooLong($"{ColumnNames.FromNumber(_fields.Count + 1)}{Number}");
        _field.Append(c);
    }

    private int Peek()
    {
        if (_at == _got)
        {
            _got = reader.Read(_piece, 0, _piece.Length);
            _at = 0;
        }

        return _at < _got ? _piece[_at] : -1;
    }
}
