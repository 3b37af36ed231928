using CaseStudies.Domain;
using CaseStudies.Server.Exports;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Tests.Exports;

public sealed class CellTextTests
{
    [Fact]
    public void What_fits_stays_as_it_is_and_what_does_not_says_where_to_read_it()
    {
        var longest = new string('数', SheetLimits.CharactersOfCell);

        Assert.Equal(longest, CellText.Fitting(longest, Language.Ja));
        Assert.Equal("(長すぎてセルに入りません。32768 文字。JSON で読めます)", CellText.Fitting(longest + "数", Language.Ja));
        Assert.Equal("(too long for a cell: 32768 characters; read it as JSON)", CellText.Fitting(longest + "数", Language.En));
    }
}
