using System.Text;
using System.Xml;

namespace CaseStudies.Server.Sheets;

/// <summary>Reads the XML of one part, element by element: no definitions, nothing from outside, bounded depth, names and texts.</summary>
internal sealed class PartReader : IDisposable
{
    private const int Deepest = 64;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string StrictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";

    private readonly string part;
    private readonly PartText text;
    private readonly XmlReader xml;
    private readonly char[] piece = new char[1024];
    private readonly StringBuilder built = new();

    /// <exception cref="SheetRefusedException">Here and at every reading: the part is damaged, or too much.</exception>
    public PartReader(Stream stream, string part)
    {
        this.part = part;
        text = new PartText(stream, part);
        xml = XmlReader.Create(text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new CountedNames(part),
            CloseInput = true,
        });
    }

    public bool IsStart => xml.NodeType == XmlNodeType.Element;
    public bool IsEnd => xml.NodeType == XmlNodeType.EndElement;
    public bool IsEmpty => xml.IsEmptyElement;
    public int Depth => xml.Depth;
    public string Name => xml.LocalName;

    /// <summary>Whether the element belongs to the spreadsheet itself: extensions have elements of the same names.</summary>
    public bool IsMain => xml.NamespaceURI is Main or StrictMain;

    public bool AtMain(string name) => IsStart && xml.LocalName == name && IsMain;

    /// <summary>An attribute without a namespace.</summary>
    public string? this[string attribute] => xml.GetAttribute(attribute);

    /// <summary>The attribute <c>r:id</c>, in either of the two namespaces that it is written in.</summary>
    public string? RelationId =>
        xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");

    public bool Read()
    {
        try
        {
            if (!xml.Read())
                return false;
        }
        catch (XmlException e)
        {
            throw Refused(e);
        }

        return xml.Depth <= Deepest ? true : throw FileRefusals.TooComplex($"{part} の入れ子が深すぎます", $"{part} is nested too deep");
    }

    /// <summary>The text directly within the element on which the reader stands; afterwards it stands on the element's end.</summary>
    public string Text(int longest, CellPlace place)
    {
        if (IsEmpty)
            return "";
        var depth = Depth;
        built.Clear();
        while (Read() && !(IsEnd && Depth == depth))
        {
            if (Depth == depth + 1 && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                Append(longest, place);
        }

        return built.ToString();
    }

    public void Dispose()
    {
        xml.Dispose();
        text.Dispose();
    }

    private void Append(int longest, CellPlace place)
    {
        try
        {
            for (int got; (got = xml.ReadValueChunk(piece, 0, piece.Length)) > 0;)
            {
                built.Append(piece, 0, got);
                if (built.Length > longest)
                    throw SheetRefusals.CellTooLong(place.ToString());
            }
        }
        catch (XmlException e)
        {
            throw Refused(e);
        }
    }

    private SheetRefusedException Refused(XmlException e) => text.SawDefinition
        ? FileRefusals.Dtd(part)
        : FileRefusals.Damaged($"{part} の XML の誤り", $"the XML of {part} is wrong", e);
}
