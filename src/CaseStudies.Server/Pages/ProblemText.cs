using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>What went wrong and what a person can do about it.</summary>
public sealed record ProblemText(int Status, Words Title, Words WhatToDo)
{
    public static ProblemText Of(int status) => status switch
    {
        400 => new(status, new("依頼を読み取れませんでした", "The request could not be read"), new(
            "アドレスの日付や条件を確かめてください。日付は 2025-12-05 のように書きます。",
            "Check the dates and conditions in the address. A date is written as in 2025-12-05.")),
        401 => new(status, new("サインインが必要です", "Please sign in"), new(
            "サインインしてから、もう一度開いてください。",
            "Sign in, then open this page again.")),
        403 => new(status, new("見る権限がありません", "You may not see this"), new(
            "この団体のメンバーか、閲覧を許された助成元だけが見られます。団体の管理者に頼んでください。",
            "Only members of the organisation and funders to whom it granted access see this. Ask its administrator.")),
        404 => new(status, new("見つかりません", "Not found"), new(
            "アドレスを確かめてください。過去の時点を指定しているときは、その時点でまだ記録されていないことがあります。",
            "Check the address. If it names an earlier moment, this may not have been recorded by then.")),
        409 or 412 => new(status, new("ほかの変更と重なりました", "Somebody else changed this"), new(
            "最新の内容を開き直して、もう一度行ってください。",
            "Open it again as it is now, then repeat.")),
        422 => new(status, new("この内容では受け付けられません", "This cannot be accepted"), new(
            "内容を直して、もう一度行ってください。",
            "Mend what you sent, then repeat.")),
        429 => new(status, new("依頼が多すぎます", "Too many requests"), new(
            "少し待ってから、もう一度開いてください。",
            "Wait a moment, then open this page again.")),
        503 => new(status, new("いまは応答できません", "Not available at the moment"), new(
            "少し待ってから、もう一度開いてください。記録した内容は失われていません。",
            "Wait a moment, then open this page again. Nothing that was recorded is lost.")),
        >= 400 and < 500 => new(status, new("この依頼には応えられません", "This request cannot be answered"), new(
            "アドレスを確かめて、もう一度開いてください。",
            "Check the address, then open it again.")),
        _ => new(status, new("こちらの不具合です", "Something went wrong on our side"), new(
            string.Create(CultureInfo.InvariantCulture, $"もう一度開いても同じときは、番号 {status} とアドレスを管理者に知らせてください。"),
            string.Create(CultureInfo.InvariantCulture, $"If it happens again, tell the administrator the number {status} and the address."))),
    };
}
