namespace CaseStudies.Server.Tests.Backup;

/// <summary>Why figures of the stores of earlier versions differ today: then and now, as the test tells them, and the reason.</summary>
internal static class EarlierStoreReasons
{
    private const string Hours = "A sum of hours left out activities with start and end; now they count.";
    private const string NoDays = "Days that have not come, or begin after the period, gave 0; now there is no data.";
    private const string Agree = "Two headcounts that agree contradicted each other; now one of them counts.";
    private const string Cancelled = "A plan that was cancelled kept its places; now they are left out.";
    private const string CancelledAndAgree = "A plan that was cancelled kept its places, and two headcounts that agree contradicted each other.";
    private const string Unlike = "What is not alike was divided in per cent; such a definition is blocked, and says why.";
    private const string Change = "A change of an earlier year, or one whose response after is dated first, was counted; now it is not.";
    private const string Retired = "An indicator was missing from the year in which it was retired; now it is there.";
    private const string Printed = "A sum of heads was printed as different people; such a definition is blocked, and says why.";
    private const string Plural = "The same value: the English unit follows the number.";

    private static readonly (string Change, string Why)[] s_ofBoth =
    [
        ("furui/furui-kissa/activity-hours: computed 1.5 (1.5 hours) → computed 17/6 (2.8 hours)", Hours),
        ("furui/furui-kissa/after-the-year: computed 0 (0 consultations) → no-data", NoDays),
        ("furui/furui-kissa/busiest: contested 7 (7 attendances) → computed 7 (7 attendances)", Agree),
        ("furui/furui-kissa/capacity: computed 30 (30 places) → computed 18 (18 places)", Cancelled),
        ("furui/furui-kissa/consultations-of-activities: computed 150 (150%) → blocked", Unlike),
        ("furui/furui-kissa/fallen: computed 3 (3 people) → computed 2 (2 people)", Change),
        ("furui/furui-kissa/kilograms-of-yen: computed 79/120 (0.658%) → blocked", Unlike),
        ("furui/furui-kissa/mean-change: computed -0.75 (-0.75 points) → computed -1 (-1.00 points)", Change),
        ("furui/furui-kissa/next-spring: computed 0 (0 consultations) → no-data", NoDays),
        ("furui/furui-kissa/people-per-session: contested 5.25 (5.25 people a session) → computed 5.25 (5.25 people a session)", Agree),
        ("furui/furui-kissa/places-filled: contested 70 (70.0%) → computed 350/3 (116.7%)", CancelledAndAgree),
        ("furui/furui-kissa/retired-in-january: absent → computed 4 (4 sessions)", Retired),
        ("furui/furui-kissa/staying-later: computed 0 (0 people) → no-data", NoDays),
        ("furui/furui-kissa/venue-nodes: contested 7 to 19 (7–19 people) → computed 7 to 19 (7–19 people)", Agree),
        ("furui/furui-kissa/visits-as-people: contested 21 (21 different people) → blocked", Printed),
        ("furui/furui-kissa/visits: contested 21 (21 attendances) → computed 21 (21 attendances)", Agree),
    ];

    private static readonly (string Change, string Why)[] s_ofDefinitions1 =
    [
        ("bosai-community-network/bosai-gokinjo-volunteer/student-volunteers-retained: computed 1 (1 people) → computed 1 (1 person)", Plural),
        ("furui/furui-kissa/risen: computed 1 (1 people) → computed 0 (0 people)", Change),
        ("kotoen/kotoen-radio-taiso/loneliness-score-risen: computed 1 (1 people) → computed 1 (1 person)", Plural),
        ("mammies/mammies-first-parenting/second-training-lecturer: computed 1 (1 people) → computed 1 (1 person)", Plural),
        ("miel/miel-parents-circles/ichigo: computed 1 (1 meetings) → computed 1 (1 meeting)", Plural),
        ("miel/miel-parents-circles/sudachi: computed 1 (1 meetings) → computed 1 (1 meeting)", Plural),
        ("rmj/rmj-multicultural-parents/collaboration-requests: computed 1 (1 requests) → computed 1 (1 request)", Plural),
        ("tanotsuku/tanotsuku-ibasho/story-session: computed 1 (1 sessions or more) → computed 1 (1 session or more)", Plural),
        ("youthport/youthport-cafe/users-from-partners: computed 1 (1 people or more) → computed 1 (1 person or more)", Plural),
    ];

    private static readonly (string Change, string Why)[] s_ofDefinitions2 =
    [
        ("furui/furui-kissa/risen: computed 1 (1 person) → computed 0 (0 people)", Change),
    ];

    public static IEnumerable<(string Change, string Why)> Of(string store) =>
        s_ofBoth.Concat(store == "definitions-1" ? s_ofDefinitions1 : s_ofDefinitions2).OrderBy(r => r.Change, StringComparer.Ordinal);
}
