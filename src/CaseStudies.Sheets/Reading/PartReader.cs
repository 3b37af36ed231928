using System.Text;
using System.Xml;

namespace CaseStudies.Sheets;

/// <summary>Reads the XML of one part, element by element: no definitions, nothing from outside, bounded depth, names and texts.</summary>
internal sealed class PartReader : IDisposable
{
    private const int Deepest = 64;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string StrictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";

    private readonly string _part;
    private readonly PartText _text;
    private readonly XmlReader _xml;
    private readonly char[] _piece = new char[1024];
    private readonly StringBuilder _built = new();

    /// <exception cref="SheetRefusedException">Here and at every reading: the part is damaged, or too much.</exception>
    public PartReader(Stream stream, string part)
    {
        _part = part;
        _text = new PartText(stream, part);
        _xml = XmlReader.Create(_text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new CountedNames(part),
            CloseInput = true,
        });
    }

    public bool IsStart => _xml.NodeType == XmlNodeType.Element;
    public bool IsEnd => _xml.NodeType == XmlNodeType.EndElement;
    public bool IsEmpty => _xml.IsEmptyElement;
    public int Depth => _xml.Depth;
    public string Name => _xml.LocalName;

    /// <summary>Whether the element belongs to the spreadsheet itself: extensions have elements of the same names.</summary>
    public bool IsMain => _xml.NamespaceURI is Main or StrictMain;

    public bool AtMain(string name) => IsStart && _xml.LocalName == name && IsMain;

    /// <summary>An attribute without a namespace.</summary>
    public string? this[string attribute] => _xml.GetAttribute(attribute);

    /// <summary>The attribute <c>r:id</c>, in either of the two namespaces that it is written in.</summary>
    public string? RelationId =>
        _xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        ?? _xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");

    public bool Read()
    {
        try
        {
            if (!_xml.Read())
                return false;
        }
        catch (XmlException e)
        {
            throw Refused(e);
        }

        return _xml.Depth <= Deepest ? true : throw FileRefusals.TooComplex($"{_part} の入れ子が深すぎます", $"{_part} is nested too deep");
    }

    /// <summary>The text directly within the element on which the reader stands; afterwards it stands on the element's end.</summary>
    public string Text(int longest, CellPlace place)
    {
        if (IsEmpty)
            return "";
        var depth = Depth;
        _built.Clear();
        while (Read() && !(IsEnd && Depth == depth))
        {
            if (Depth == depth + 1 && _xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                Append(longest, place);
        }

        return _built.ToString();
    }

    public void Dispose()
    {
        _xml.Dispose();
        _text.Dispose();
    }

    private void Append(int longest, CellPlace place)
    {
        try
        {
            for (int got; (got = _xml.ReadValueChunk(_piece, 0, _piece.Length)) > 0;)
            {
                _built.Append(_piece, 0, got);
                if (_built.Length > longest)
                    throw SheetRefusals.CellTooLong(place.ToString());
            }
        }
        catch (XmlException e)
        {
            throw Refused(e);
        }
    }

    private SheetRefusedException Refused(XmlException e) => _text.SawDefinition
        ? FileRefusals.Dtd(_part)
        : FileRefusals.Damaged($"{_part} の XML の誤り", $"the XML of {_part} is wrong", e);
}
