using System.Globalization;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Recording;

/// <summary>
/// Records what a person decided about entries of a list: conflicts, likely duplicates, likely slips. Surplus entries are withdrawn in one change, or the
/// entries stay because each is a happening of its own, or right as it is.
/// </summary>
internal static class SettlementEndpoint
{
    /// <summary>Room for the ids of the largest warning.</summary>
    private const int MostBytes = 48 * 1024;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/settlements", DecideAsync);

    private static async Task<IResult> DecideAsync(HttpContext context, FormRecorder forms, string org, string id)
    {
        var sent = await AccountForms.ReadAsync(context, MostBytes);
        var command = new CommandId(AccountForms.Id(sent["command"]));
        var body = sent["withdraw"].ToString() is { Length: > 0 } withdrawn ? Withdrawing(withdrawn, sent["reason"].ToString())
            : Keeping(sent);
        body["command"] = $"{command}";
        // What looked wrong was shown beside the button.
        var answer = await forms.RecordAsync(context, new(new(org), new(id)), body.ContainsKey("changes") ? "change" : "record", body, isSure: true);
        return answer?.Refused is { } refusal ? Problem.FromRefusal(refusal, context)
            : new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), command));
    }

    private static JsonObject Withdrawing(string entries, string reason) => new()
    {
        ["reason"] = new JsonObject { ["code"] = Kebab.FromEnum(AccountForms.Word<ReasonCode>(reason)) },
        ["changes"] = new JsonArray([.. entries.Split(' ').Select(e => e.Split(':')).Select(e => e is [var entry, var version]
            && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
                ? new JsonObject { ["entry"] = $"{AccountForms.Id(entry)}", ["version"] = seen }
                : throw AccountForms.Unknown())]),
    };

    private static JsonObject Keeping(IFormCollection sent)
    {
        var fact = new JsonObject { ["kind"] = "entries_told_apart" };
        if (sent["slip"].ToString() is { Length: > 0 } slip)
            (fact["kind"], fact["slip"]) = ("entries_confirmed", Kebab.FromEnum(AccountForms.Word<Slip>(slip)));
        fact["entries"] = new JsonArray([.. sent["keep"].ToString().Split(' ').Select(e => JsonValue.Create($"{AccountForms.Id(e)}"))]);
        fact["on"] = sent["on"].ToString();
        return new() { ["facts"] = new JsonArray(fact) };
    }
}
