using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>The text of a problem page: what went wrong and what a person can do.</summary>
public sealed record ProblemText(int Status, LocalizedText Title, LocalizedText WhatToDo)
{
    public static ProblemText ForStatus(int status) => status switch
    {
        400 => new(status, new("リクエストを読み取れませんでした", "The request could not be read"), new(
            "アドレスの日付や条件を確かめてください。日付は 2025-12-05 のように書きます。",
            "Check the dates and conditions in the address. Dates are written like 2025-12-05.")),
        401 => new(status, new("サインインが必要です", "Please sign in"), new(
            "サインインしてから、もう一度開いてください。",
            "Sign in, then open this page again.")),
        403 => new(status, new("見る権限がありません", "You may not see this"), new(
            "この団体のメンバーと、閲覧を許可された助成元だけが見られます。団体の管理者にお問い合わせください。",
            "Only members of the organisation and funders with access to it can see this. Ask the organisation's administrator.")),
        404 => new(status, new("見つかりません", "Not found"), new(
            "アドレスを確かめてください。過去の時点を指定しているときは、その時点でまだ記録されていないことがあります。",
            "Check the address. If it asks for an earlier point in time, this may not have been recorded yet at that point.")),
        406 => new(status, new("この形式では返せません", "Not available in this format"), new(
            "アドレスを確かめてください。ファイルは .xlsx か .csv で終わるアドレスにあります。",
            "Check the address. Files have addresses that end in .xlsx or .csv.")),
        409 or 412 => new(status, new("ほかの変更と重なりました", "Someone else has changed this"), new(
            "最新の内容を開き直して、もう一度行ってください。",
            "Open the latest version, then try again.")),
        422 => new(status, new("この内容では受け付けられません", "This cannot be accepted"), new(
            "内容を直して、もう一度行ってください。",
            "Correct what you sent, then try again.")),
        429 => new(status, new("リクエストが多すぎます", "Too many requests"), new(
            "少し待ってから、もう一度開いてください。",
            "Wait a moment, then open this page again.")),
        503 => new(status, new("現在、応答できません", "Not available at the moment"), new(
            "少し待ってから、もう一度開いてください。記録した内容は失われていません。",
            "Wait a moment, then open this page again. No recorded data has been lost.")),
        >= 400 and < 500 => new(status, new("このリクエストには応答できません", "This request cannot be answered"), new(
            "アドレスを確かめて、もう一度開いてください。",
            "Check the address, then open it again.")),
        _ => new(status, new("サーバーで問題が発生しました", "Something went wrong on our side"), new(
            string.Create(CultureInfo.InvariantCulture, $"もう一度開いても同じ場合は、番号 {status} とアドレスを管理者に知らせてください。"),
            string.Create(CultureInfo.InvariantCulture, $"If it happens again, give the administrator the number {status} and the address."))),
    };
}
