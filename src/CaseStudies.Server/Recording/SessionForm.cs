using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>
/// What stands in the form for a session and its headcounts. The page that is opened makes the ids, so that a form that is sent twice is recorded once.
/// </summary>
/// <param name="Venue">A key, or empty.</param>
public sealed record SessionForm(
    CommandId Command, SessionId Session, string On, string Start, string End, string Venue, ImmutableArray<HeadField> Heads)
{
    private const int MostHeads = 100;

    public static SessionForm New(EntryBook book, Slug strand, LocalDate on) =>
        new(new(Guid.NewGuid()), new(Guid.NewGuid()), DateFormat.Iso(on), "", "", "", HeadField.ForStrand(book, strand));

    /// <exception cref="Problems.MalformedException">It is not one of our forms.</exception>
    public static SessionForm FromSent(IFormCollection form)
    {
        ImmutableArray<HeadField> heads = [.. form.Select(f => HeadField.FromSent(f.Key, f.Value.ToString())).OfType<HeadField>()];
        return heads.Length > MostHeads ? throw AccountForms.Unknown() : new(
            new(AccountForms.Id(form["command"])), new(AccountForms.Id(form["session"])), Of("on"), Of("start"), Of("end"), Of("venue"), heads);

        string Of(string name) => form[name].ToString().Trim();
    }

    /// <summary>What cannot be understood, by the name of its field.</summary>
    public ImmutableArray<(string Field, PublicText What)> Mistakes()
    {
        var found = ImmutableArray.CreateBuilder<(string, PublicText)>();
        if (Typed.Day(On) is null)
            found.Add(("on", Typed.NoDay));
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("start", Start), ("end", End)])
        {
            if (text.Length > 0 && Typed.Time(text) is null)
                found.Add((field, Typed.NoTime));
        }

        if (Venue.Length > 0 && !Slug.IsValid(Venue))
            found.Add(("venue", new("会場を一覧から選んでください。", "Choose a venue from the list.")));
        foreach (var head in Heads)
        {
            if (!head.TryCount(out _))
                found.Add((head.Name, new("人数は 0 以上の整数で入力してください。数えていないときは空欄にします。",
                    "Write the headcount as a whole number from 0. Leave it empty if nobody was counted.")));
        }

        return found.ToImmutable();
    }

    /// <summary>Somebody was counted, and all counts are 0.</summary>
    public bool SaysNobodyCame => Counts().ToList() is { Count: > 0 } counts && counts.TrueForAll(c => c.Count == 0);

    /// <summary>The command that the form says, as programs send it.</summary>
    public JsonObject ToCommand(Slug strand)
    {
        var held = new JsonObject { ["kind"] = "session_held", ["session"] = $"{Session}", ["strand"] = strand.Value, ["on"] = Typed.Plain(On) };
        if (Typed.Time(Start) is { } start)
            held["start"] = $"{DateFormat.Time(start)}:00";
        if (Typed.Time(End) is { } end)
            held["end"] = $"{DateFormat.Time(end)}:00";
        if (Venue.Length > 0)
            held["venue"] = Venue;
        return new()
        {
            ["command"] = $"{Command}",
            ["facts"] = new JsonArray([held, .. Counts().Select(c => new JsonObject
            {
                ["kind"] = "participants_counted", ["session"] = $"{Session}", ["scheme"] = c.Head.Scheme.Value, ["group"] = c.Head.Group.Value,
                ["count"] = c.Count, ["unit"] = Kebab.FromEnum(c.Head.Unit),
            })]),
        };
    }

    private IEnumerable<(HeadField Head, int Count)> Counts() =>
        Heads.SelectMany(h => h.TryCount(out var count) && count is { } number ? [(h, number)] : Array.Empty<(HeadField, int)>());
}
