namespace CaseStudies.Sheets;

/// <summary>One entry as both the directory and its own header name it, with sizes that are only claims until it is read.</summary>
/// <param name="Start">Where its packed bytes begin.</param>
internal sealed record ZipPart(string Name, long Header, long Start, long Packed, long Unpacked, uint Crc, bool Deflated)
{
    public bool IsFolder => Name.EndsWith('/');
}
