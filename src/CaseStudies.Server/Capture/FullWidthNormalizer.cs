using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Turns full-width numbers, days and times, as a Japanese keyboard writes them, into plain ones, and limits the length of lists. Texts stay as
/// sent, and so do the widths of ids.</summary>
internal static partial class FullWidthNormalizer
{
    /// <summary>The longest list or free object within a fact. The longest seen so far holds six items.</summary>
    public const int MaximumItems = 100;

    private static readonly ContractWalk s_walk = new(Understood, Bounded);

    /// <summary>Changes the body in place. What it does not understand is left for the reader to refuse.</summary>
    /// <exception cref="MalformedException">A list is too long.</exception>
    public static void Understand(JsonNode? node, Type type) => s_walk.Through(node, type);

    /// <summary>A whole number is one in quotation marks too, as a form sends what was typed into it. With anything beside its digits it is not.</summary>
    private static JsonNode? Understood(Type type, string text)
    {
        if (type != typeof(int))
            return IsTyped(type) ? Plain(text) : null;
        var plain = Plain(text) ?? text;
        return WholeNumber().IsMatch(plain) && int.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static bool IsTyped(Type type) => type == typeof(Quantity) || type == typeof(LocalDate) || type == typeof(LocalTime) || type == typeof(YearMonth);

    /// <summary>Full-width digits and signs become plain ones, and blanks around them go. Characters between digits are never dropped.</summary>
    /// <returns>Null if nothing changes.</returns>
    public static string? Plain(string text)
    {
        var plain = string.Concat(text.Trim().Select(c => c switch
        {
            >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
            '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' or '\u30FC' or '\uFF70' => '-', // what a keyboard offers for a hyphen or a minus
            _ => c,
        }));
        return plain == text ? null : plain;
    }

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)\z")]
    private static partial Regex WholeNumber();

    private static void Bounded(JsonNode list, int count)
    {
        if (count > MaximumItems)
            throw new MalformedException(new(
                $"ここに書けるのは {MaximumItems} 個までです({count} 個あります)。減らすか、記録を分けてください。",
                $"At most {MaximumItems} fit here; there are {count}. Leave some out, or record them apart."), JsonPointer.ForNode(list));
    }
}
