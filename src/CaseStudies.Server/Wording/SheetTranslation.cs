using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Wording;

/// <summary>The one place where the messages and numbers of spreadsheets become the Domain's, and the Domain's numbers a spreadsheet's.</summary>
internal static class SheetTranslation
{
    public static PublicText ToPublicText(this SheetMessage message) => new(message.Ja, message.En);

    public static Quantity ToQuantity(this SheetNumber number) => Quantity.FromRatio(number.Numerator, number.Denominator);

    public static SheetValue ToSheetValue(this Quantity quantity) => SheetNumber.FromFraction(quantity.Numerator, quantity.Denominator);

    public static SheetValue ToSheetValue(this Quantity? quantity) => quantity?.ToSheetValue() ?? default;
}
