namespace CaseStudies.Domain.Indicators;

/// <summary>What a number is a number of. Only numbers of one class are compared, or divided by each other as a percentage.</summary>
internal enum UnitClass
{
    /// <summary>Different people.</summary>
    People,

    /// <summary>Visits and heads: a person who comes twice counts twice.</summary>
    Attendances,

    PersonMonths, Pairs, Households, Sessions, Responses, Organisations, Places, Mass, Volume, Distance, Money, Time, Points, Percent,

    /// <summary>One thing per another, such as sessions per month.</summary>
    Rate,

    /// <summary>Anything else: books, plates, languages, consultations. Told apart by its own word.</summary>
    Items,

    /// <summary>A declared value, whose unit is known only once it is declared.</summary>
    Declared,
}
