using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Server.Pages;
using CsCheck;
using ZXing;
using ZXing.Common;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>What we draw, read back by somebody else's decoder.</summary>
public sealed partial class QrCodeTests
{
    /// <summary>Pure: the symbol need not be found in a photograph.</summary>
    private static readonly Dictionary<DecodeHintType, object> s_hints =
        new() { [DecodeHintType.POSSIBLE_FORMATS] = new List<BarcodeFormat> { BarcodeFormat.QR_CODE }, [DecodeHintType.PURE_BARCODE] = true };

    [Theory]
    [InlineData("p-0a1b2c3d"), InlineData("p-0123456789abcdef0123456789abcdef")]
    public void A_code_reads_back(string id) => Assert.Equal(id, Decoded(QrCode.FromText(id)));

    [Fact]
    public void Every_code_reads_back() =>
        Gen.Char["0123456789abcdef"].Array[8, 32].Select(d => "p-" + new string(d)).Sample(id => Decoded(QrCode.FromText(id)) == id, iter: 200);

    [Fact]
    public void There_is_a_quiet_zone_of_four()
    {
        var (dark, size) = Matrix(QrCode.FromText("p-0a1b2c3d"));
        for (var i = 0; i < size; i++)
        {
            for (var edge = 0; edge < 4; edge++)
                Assert.False(dark[edge, i] || dark[i, edge] || dark[size - 1 - edge, i] || dark[i, size - 1 - edge]);
        }

        Assert.True(dark[4, 4]);
    }

    private static string? Decoded(QrCode code)
    {
        const int Pixels = 6;
        var (dark, size) = Matrix(code);
        var grey = new byte[size * Pixels * size * Pixels];
        for (var y = 0; y < size * Pixels; y++)
        {
            for (var x = 0; x < size * Pixels; x++)
                grey[(y * size * Pixels) + x] = dark[y / Pixels, x / Pixels] ? (byte)0 : (byte)255;
        }

        var source = new RGBLuminanceSource(grey, size * Pixels, size * Pixels, RGBLuminanceSource.BitmapFormat.Gray8);
        return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(source)), s_hints)?.Text;
    }

    /// <summary>From the path alone, as a browser would fill it.</summary>
    private static (bool[,] Dark, int Size) Matrix(QrCode code)
    {
        var dark = new bool[code.Size, code.Size];
        var runs = Run().Matches(code.Path);
        Assert.Equal(code.Path.Length, runs.Sum(r => r.Length));
        foreach (var numbers in runs.Select(r => r.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture)).ToArray()))
        {
            Assert.Equal(numbers[2], numbers[3]);
            for (var x = numbers[0]; x < numbers[0] + numbers[2]; x++)
                dark[numbers[1], x] = true;
        }

        return (dark, code.Size);
    }

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-(\d+)z")]
    private static partial Regex Run();
}
