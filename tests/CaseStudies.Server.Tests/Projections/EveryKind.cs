namespace CaseStudies.Server.Tests.Projections;

/// <summary>One fact of every kind that there is, as a client writes them, in an order in which each is accepted.</summary>
internal static class EveryKind
{
    public static readonly Guid Session = new("00000000-0000-0000-0000-00000000000a");

    public static readonly string[] Facts =
    [
        Sentences.Opening,
        """{"kind":"initiative_renamed","title":{"ja":"新しい名","en":"New name"},"on":"2025-04-02"}""",
        """{"kind":"initiative_rescoped","aspect":"partner-class","description":{"ja":"企業も","en":"Firms too"},"on":"2025-04-03"}""",
        """{"kind":"initiative_continued","earlier":"pilot","title":{"ja":"試行","en":"Pilot"},"on":"2025-04-01"}""",
        """{"kind":"initiative_paused","from":"2025-12-28","to":"2026-01-04","cause":"new-year"}""",
        """{"kind":"initiative_closed","on":"2026-03-10"}""",
        """{"kind":"initiative_reopened","on":"2026-03-20"}""",
        """{"kind":"period_marked","state":"in-review","from":"2025-04-01","to":"2026-03-31","on":"2026-04-01","note":"確かめる"}""",
        """{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""",
        """{"kind":"strand_started","strand":"choir","name":{"ja":"合唱","en":"Choir"},"on":"2025-04-01"}""",
        """{"kind":"strand_paused","strand":"cafe","from":"2025-08-01","to":"2025-08-31","cause":"heat"}""",
        """{"kind":"strand_rescheduled","strand":"cafe","schedule":{"ja":"毎週土曜","en":"Saturdays"},"on":"2025-09-01"}""",
        """{"kind":"strand_renamed","strand":"cafe","name":{"ja":"ふれあい喫茶","en":"Open café"},"on":"2025-09-01"}""",
        """{"kind":"strand_ended","strand":"choir","on":"2025-12-31"}""",
        """{"kind":"month_confirmed_empty","strand":"cafe","month":"2025-10-01"}""",
        """{"kind":"term_defined","dimension":"group","term":"youth","label":{"ja":"若者","en":"Young people"},"on":"2025-04-01"}""",
        $$"""
        {"kind":"session_held","session":"{{Session}}","strand":"cafe","on":"2025-06-01","start":"10:00:00","end":"12:30:00","sessionKind":"visit-received",
        "venue":"hall"}
        """,
        """
        {"kind":"session_planned","strand":"cafe","on":"2025-06-15","start":"10:00:00","end":"12:00:00","capacity":"20","price":"0",
        "eligibility":{"ja":"どなたでも","en":"Anybody"}}
        """,
        """{"kind":"session_cancelled","strand":"cafe","on":"2025-06-08","cause":"typhoon"}""",
        $$"""{"kind":"participants_counted","session":"{{Session}}","scheme":"audience","group":"youth","count":7,"unit":"people","part":"morning"}""",
        $$"""{"kind":"person_attended","person":"p-00000001","session":"{{Session}}","group":"youth","role":"intern"}""",
        """{"kind":"quantity_observed","quantity":"harvest","value":"12.50","unit":"kilograms","on":"2025-07-01"}""",
        $$"""{"kind":"attribute_recorded","attribute":"country","value":"nepal","session":"{{Session}}"}""",
        """{"kind":"activity_logged","person":"p-00000001","activity":"weeding","on":"2025-07-01","hours":"1.5"}""",
        """
        {"kind":"person_enrolled","person":"p-00000001","role":"intern","on":"2025-05-01","basis":"legitimate-activity","guardianConsented":true,"name":"ことえ"}
        """,
        """{"kind":"role_taken","person":"p-00000001","role":"helper","on":"2025-06-01"}""",
        """{"kind":"person_paused","person":"p-00000001","from":"2025-07-01","to":"2025-07-15","cause":"examinations"}""",
        """{"kind":"role_ended","person":"p-00000001","role":"helper","on":"2025-11-30"}""",
        """{"kind":"people_merged","kept":"p-00000001","merged":"p-00000002","on":"2025-11-01"}""",
        """{"kind":"person_left","person":"p-00000001","on":"2025-12-01"}""",
        """{"kind":"stage_reached","person":"p-00000001","stage":"selected","on":"2025-05-02"}""",
        """{"kind":"consultation_received","on":"2025-05-03","channel":"phone","note":"ないしょ"}""",
        """{"kind":"voice_recorded","on":"2025-05-04","speaker":"intern","words":"たのしい","publicationConsented":true}""",
        """{"kind":"photo_taken","on":"2025-05-04","reference":"棚の三段目","publicationConsented":false}""",
        """{"kind":"note_exchanged","thread":"blue-book","person":"p-00000001","on":"2025-05-05","words":"また来ます"}""",
        """{"kind":"partner_linked","partner":"city","name":{"ja":"市","en":"City"},"class":"government","role":"venue","on":"2025-04-01"}""",
        """{"kind":"partner_contributed","partner":"city","contribution":"premises","on":"2025-04-02"}""",
        $$"""{"kind":"partner_attended","partner":"city","session":"{{Session}}","role":"observer"}""",
        """{"kind":"partner_contacted","partner":"bakery","contact":"support-offered","on":"2025-05-06","name":{"ja":"パン屋","en":"Bakery"}}""",
        """{"kind":"referral_made","destination":"welfare-office","on":"2025-05-07","note":"付き添った"}""",
        """{"kind":"referral_received","origin":"school","on":"2025-05-08","note":"担任から"}""",
        """{"kind":"outcome_observed","outcome":"greetings","text":{"ja":"あいさつが増えた","en":"More greetings"},"on":"2025-06-30","direction":"more"}""",
        """{"kind":"partner_unlinked","partner":"city","on":"2026-03-01"}""",
        Sentences.Milestone("tool"),
        """{"kind":"narrative_written","section":"what-is-new","text":{"ja":"新しいこと","en":"News"},"on":"2025-06-01","from":"2025-04-01","to":"2026-03-31"}""",
        """
        {"kind":"survey_introduced","instrument":"ucla","version":1,"title":{"ja":"調査","en":"Survey"},
        "items":[{"item":"lonely","question":{"ja":"寂しい?","en":"Lonely?"},
        "answers":[{"answer":"yes","label":{"ja":"はい","en":"Yes"},"score":1},{"answer":"no","label":{"ja":"いいえ","en":"No"}}]}],"on":"2025-04-01"}
        """,
        """
        {"kind":"survey_response_recorded","instrument":"ucla","version":1,"wave":"first","on":"2025-05-01","answers":{"lonely":"yes"},"person":"p-00000001",
        "comment":"ひとこと"}
        """,
        """{"kind":"survey_tallied","instrument":"ucla","version":1,"wave":"first","on":"2025-05-02","respondents":9,"tallies":{"lonely":{"yes":3,"no":5}}}""",
        """{"kind":"follow_up_recorded","person":"p-00000001","instrument":"ucla","on":"2025-05-09","finding":"better","note":"電話"}""",
        """
        {"kind":"indicator_adopted","indicator":"youth","on":"2025-04-01",
        "definition":{"label":{"ja":"若者","en":"Young people"},"formula":{"op":"sum",
        "of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"},
        "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}},"target":"youth","headline":true}}
        """,
        """
        {"kind":"indicator_revised","indicator":"youth","version":2,"on":"2025-05-01","why":{"ja":"見直し","en":"Reviewed"},
        "definition":{"label":{"ja":"若者の延べ","en":"Young visits"},"formula":{"op":"sum",
        "of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"},
        "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}},"target":"youth","headline":true}}
        """,
        """
        {"kind":"indicator_adopted","indicator":"gone","on":"2025-04-01",
        "definition":{"label":{"ja":"収穫","en":"Harvest"},"formula":{"op":"count","of":{"kind":"session_held"}},
        "show":{"counts":"sessions","unit":{"ja":"回","en":"times"}}}}
        """,
        """{"kind":"indicator_retired","indicator":"gone","on":"2025-06-01"}""",
        """{"kind":"target_set","target":"youth","comparison":"at-least","value":"5","unit":"people","on":"2025-04-01"}""",
        """{"kind":"baseline_recorded","baseline":"before","value":"3","unit":"people","source":{"ja":"前年","en":"Last year"},"on":"2025-04-01"}""",
        """{"kind":"entries_told_apart","entries":["LAST-BUT-ONE","LAST"],"on":"2025-10-20"}""",
        """{"kind":"entries_confirmed","slip":"second-session","entries":["LAST"],"on":"2025-10-20"}""",
    ];

    /// <summary>An initiative with all of them, one corrected and one withdrawn.</summary>
    public static async Task<Api> RecordedAsync(ServerFixture server, string organisation, string initiative)
    {
        var api = new Api(server, organisation, initiative);
        var (lastButOne, last) = (Guid.Empty, Guid.Empty);
        foreach (var fact in Facts)
        {
            (lastButOne, last) = (last, await api.RecordAsync(
                fact.Replace("LAST-BUT-ONE", lastButOne.ToString(), StringComparison.Ordinal).Replace("LAST", last.ToString(), StringComparison.Ordinal)));
        }

        var harvest = await api.RecordAsync(Sentences.Milestone("harvest"));
        await api.CorrectAsync(harvest, Sentences.Milestone("great-harvest"));
        await api.WithdrawAsync(await api.RecordAsync(Sentences.Milestone("mistake")));
        return api;
    }
}
