using System.Globalization;
using System.Text;
using QRCoder;

namespace CaseStudies.Server.Pages;

/// <summary>A QR code as the path of an SVG, with its quiet zone.</summary>
/// <param name="Size">The number of modules from edge to edge.</param>
public sealed record QrCode(int Size, string Path)
{
    /// <summary>With medium error correction, because cards get creased and stained.</summary>
    public static QrCode FromText(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        foreach (var (y, row) in data.ModuleMatrix.Index())
        {
            for (var x = 0; x < row.Count; x++)
            {
                var from = x;
                while (x < row.Count && row[x])
                    x++;
                if (x > from)
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }

        return new(data.ModuleMatrix.Count, path.ToString());
    }
}
