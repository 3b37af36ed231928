using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Recording;

namespace CaseStudies.Server.Overview;

/// <summary>What stands in the forms for the organisation's profile and fiscal year.</summary>
/// <param name="Texts">The texts by member of the profile, in Japanese and in English.</param>
public sealed record ProfileForm(ImmutableSortedDictionary<string, (string Ja, string En)> Texts, string Founded, int FirstMonth)
{
    public static ImmutableArray<(string Member, PublicText Name)> Members { get; } =
    [
        ("name", new("団体の名前", "Name")), ("legalForm", new("法人格", "Legal form")), ("prefecture", new("都道府県", "Prefecture")),
        ("municipality", new("市区町村", "Municipality")),
    ];

    public static ProfileForm FromOrganisation(Organisation organisation)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        var profile = organisation.Profile;
        return new(Members.ToImmutableSortedDictionary(m => m.Member, m => Of(m.Member) is { } text ? (text.Ja, text.En == text.Ja ? "" : text.En) : ("", "")),
            profile?.Founded ?? "", organisation.FirstMonth);

        PublicText? Of(string member) => member switch
        {
            "name" => profile?.Name,
            "legalForm" => profile?.LegalForm,
            "prefecture" => profile?.Prefecture,
            "municipality" => profile?.Municipality,
            _ => throw new ArgumentOutOfRangeException(nameof(member)),
        };
    }

    public static ProfileForm FromSent(IFormCollection sent) => new(
        Members.ToImmutableSortedDictionary(m => m.Member, m => (sent[m.Member].ToString().Trim(), sent[m.Member + FactForm.English].ToString().Trim())),
        sent["founded"].ToString().Trim(), 0);

    /// <summary>The profile as programs send it. A text without English stands for both languages.</summary>
    public JsonObject ToProfile()
    {
        var profile = new JsonObject { ["founded"] = Typed.Plain(Founded) };
        foreach (var (member, (ja, en)) in Texts)
            profile[member] = new JsonObject { ["ja"] = ja, ["en"] = en.Length > 0 ? en : ja };
        return profile;
    }
}
