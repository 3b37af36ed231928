using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>One seed's stream of decisions.</summary>
internal sealed class Chance(int seed)
{
#pragma warning disable CA5394 // Nothing here is a secret; the same seed must give the same history.
    private readonly Random _random = new(seed);

    public int Below(int number) => _random.Next(number);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public Guid Guid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }
#pragma warning restore CA5394

    public int From(int low, int high) => low + Below(high - low + 1);

    public T One<T>(params IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>Mostly null, so that a member is often absent.</summary>
    public T? Maybe<T>(double probability, params IReadOnlyList<T> of) where T : class => Happens(probability) ? One(of) : null;

    /// <summary>A small number, in half of all cases with one decimal.</summary>
    public string Number() => Happens(0.5) ? $"{From(0, 12)}" : $"{From(0, 9)}.{From(1, 9)}";

    public static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);

    public static JsonObject Text(string text) => new() { ["ja"] = text, ["en"] = text };

    public JsonObject Private() => new() { ["vault"] = $"{Guid()}", ["commitment"] = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" };
}
