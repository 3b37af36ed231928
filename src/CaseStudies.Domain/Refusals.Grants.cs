namespace CaseStudies.Domain;

// What funders may read, and whoever has a link.
public static partial class Refusals
{
    public static Refusal FunderUnknown(string funder) => Rule("funder-unknown",
        $"「{Short(funder)}」は、メンバーのいるほかの団体ではありません。助成元の団体のキーを確かめてください。",
        $"'{Short(funder)}' is no other organisation with members. Check the key of the funder's organisation.") with { At = "/funder" };

    /// <param name="most">How many at most.</param>
    public static Refusal GrantedInitiatives(int most) => Rule("granted-initiatives",
        $"取組は 1 個から {most} 個までで示してください。すべての取組を見せるときは initiatives を書かないでください。",
        $"Name 1 to {most} initiatives. To grant all of them, leave 'initiatives' out.") with { At = "/initiatives" };

    public static Refusal GrantEndsBefore() => Rule("grant-ends-before",
        "期限(until)は、これからの時刻で、開始(from)よりあとにしてください。",
        "'until' must be in the future and after 'from'.") with { At = "/until" };

    public static Refusal AuditorMissing() => Rule("auditor-missing",
        "記録を見せる相手は一人です。監査する人のメンバー番号を auditor に書いてください。",
        "Entries are shown to one person. Give the member id of the auditor in 'auditor'.") with { At = "/auditor" };

    /// <param name="days">How many at most.</param>
    public static Refusal AuditDuration(int days) => Rule("audit-duration",
        $"記録を見せる期限(until)は、これから {days} 日以内の時刻にしてください。",
        $"Entries can be shown until a time within the next {days} days: give it in 'until'.") with { At = "/until" };

    public static Refusal GrantsTooMany(int most) => Conflict("grants-too-many",
        $"一つの団体が同時に出せる閲覧の許可は {most} 件までです。使わない許可を取り消してください。",
        $"An organisation has at most {most} grants in force. Revoke those that are not used.");

    public static Refusal SharedFigureUnknown(string initiative, string indicator) => Rule("shared-figure-unknown",
        $"取組「{Short(initiative)}」に、この期間の数値「{Short(indicator)}」はありません。取組と指標のキー、期間を確かめてください。",
        $"The initiative '{Short(initiative)}' has no figure '{Short(indicator)}' for this period. Check both keys and the period.") with { At = "/indicator" };

    /// <param name="days">How many at most.</param>
    public static Refusal ShareDuration(int days) => Rule("share-duration",
        $"リンクの期限(until)は、これから {days} 日以内の時刻にしてください。",
        $"A link works until a time within the next {days} days: give it in 'until'.") with { At = "/until" };

    public static Refusal SharesTooMany(int most) => Conflict("shares-too-many",
        $"一つの団体が同時に出せる共有リンクは {most} 件までです。使わないリンクを取り消してください。",
        $"An organisation has at most {most} share links in force. Revoke those that are not used.");

    public static Refusal ShareUnknown() => Missing("share-unknown",
        "この団体に、この共有リンクはありません。取り消されたかもしれません。", "This organisation has no such share link. It may have been revoked.");

    public static Refusal GrantUnknown() => Missing("grant-unknown",
        "この団体に、この閲覧の許可はありません。取り消されたかもしれません。", "This organisation has no such grant. It may have been revoked.");

    public static Refusal GrantWouldWiden() => Rule("grant-would-widen",
        "閲覧の許可は狭めることだけができます。広げるときは、新しい許可を出してください。",
        "A grant can only be narrowed. To allow more, make another one.");
}
