using CaseStudies.Domain.Organisations;

namespace CaseStudies.Domain;

// Members and what their roles allow, and the rights of persons.
public static partial class Refusals
{
    public static Refusal FirstMemberIsNoOwner() => Conflict("first-member-is-no-owner",
        "この団体にはまだ管理者(owner)がいません。最初のメンバーは管理者にしてください。",
        "This organisation has no owner yet. Make its first member an owner.");

    public static Refusal LastOwner() => Conflict("last-owner",
        "この人は、この団体の最後の管理者(owner)です。先に、ほかの人を管理者にしてください。",
        "This is the organisation's last owner. Make somebody else an owner first.");

    public static Refusal MemberUnknown(string member) => Missing("member-unknown",
        $"「{Short(member)}」は、この団体のメンバーではありません。", $"'{Short(member)}' is not a member of this organisation.");

    public static Refusal ProgramIsNoOwner() => Rule("program-is-no-owner",
        "鍵で動くプログラムは、管理者(owner)にはなれません。責任者(manager)までの役割にしてください。",
        "A program with a key cannot be an owner. Give it a role up to manager.") with { At = "/role" };

    /// <param name="days">How many at most.</param>
    public static Refusal KeyDuration(int days) => Rule("key-duration",
        $"鍵の期限(until)は、これから {days} 日以内の時刻にしてください。",
        $"'until' must be a time within the next {days} days.") with { At = "/until" };

    public static Refusal KeysTooMany(int most) => Conflict("keys-too-many",
        $"一つの団体が持てる鍵は {most} 個までです。使わない鍵を外してください。",
        $"An organisation has at most {most} keys. Remove those that are not used.");

    /// <summary>The same words for one that was used, withdrawn, has ended or never was: whoever guesses learns nothing.</summary>
    public static Refusal InvitationUnknown() => Missing("invitation-unknown",
        "この招待は使えません。すでに使われたか、取り消されたか、7日の期限が切れています。団体の管理者に、新しい招待を頼んでください。",
        "This invitation cannot be used: it was used already, it was withdrawn, or its seven days are over. Ask an owner of the organisation for a new one.");

    public static Refusal InvitationsTooMany(int most) => Conflict("invitations-too-many",
        $"一つの団体が出せる招待は、使われていないものを合わせて {most} 件までです。使わないものを取り消してください。",
        $"An organisation has at most {most} unused invitations. Withdraw those that are not needed.");

    public static Refusal MemberAlready() => Conflict("member-already",
        "あなたはすでにこの団体のメンバーです。役割を変えるには、団体の管理者に頼んでください。招待はほかの人が使えます。",
        "You are a member of this organisation already. To change your role, ask an owner. Somebody else can still use the invitation.");

    public static Refusal CauseMissing() => Rule("cause-missing",
        "役割を変える理由を cause に書いてください(new-duties、mistake、security、other など)。",
        "Say in 'cause' why the role changes: new-duties, mistake, security or other.") with { At = "/cause" };

    /// <param name="needed">The lowest role that may do it.</param>
    public static Refusal RoleInsufficient(Role role, Role needed)
    {
        var (yours, least) = (Roles.Name(role), Roles.Name(needed));
        return Forbidden("role-insufficient",
            $"これには{least.Ja}以上の役割が必要です。あなたの役割は{yours.Ja}です。{least.Ja}に頼むか、役割を変えてもらってください。",
            $"This needs the role of {least.En} or above; your role is {yours.En}. Ask somebody who has it, or ask an owner to change your role.");
    }

    public static Refusal NotOwnOfToday() => Forbidden("not-own-of-today",
        $"{Roles.Name(Role.Recorder).Ja}が直せるのは、自分が今日記録したものだけです。{Roles.Name(Role.Staff).Ja}に頼んでください。",
        "A recorder can change only what they recorded themselves today. Ask a member of staff.");

    public static Refusal PersonUnknown() => Missing("person-unknown",
        "この団体の記録に、このIDの人はいません。", "No record of this organisation names a person with this id.");

    public static Refusal ErasureWaitsForImport() => Conflict("erasure-waits-for-import",
        "この人の記録がある取組で、取り込みが終わっていません。完了するか取りやめてから、もう一度消去してください。",
        "An import is under way in an initiative that has records of this person. Complete or abandon it, and then erase again.");

    /// <param name="most">How many at most.</param>
    public static Refusal RetentionOutOfRange(int most) => Rule("retention-out-of-range",
        $"名前を残す年数は 1 年から {most} 年までです。決めないときは years を書かないでください。",
        $"Names are kept for 1 to {most} years. For no rule, leave 'years' out.") with { At = "/retention/years" };

    private static Refusal Forbidden(string code, string ja, string en) => new(code, new(ja, en), RefusalKind.Forbidden);
}
