namespace CaseStudies.Server.Jobs;

internal static class JobRefusals
{
    public static JobRefusedException Internal() => new("internal", 500, new(
        "こちら側の不具合で失敗しました。もう一度試し(retry)、続くときは管理者に知らせてください。",
        "The job failed because of a fault on our side. Retry it; if it fails again, tell the administrator."));

    public static JobRefusedException GaveUp(int tries) => new("job-gave-up", 500, new(
        $"{tries} 回続けて何も進まないまま中断されたため、やめました。管理者に知らせてください。",
        $"The job was interrupted {tries} times in a row without getting anywhere and was given up. Tell the administrator."));

    public static JobRefusedException InputGone() => new("job-input-gone", 410, new(
        "送られたファイルはもう残っていません。もう一度送ってください。", "The file that was sent is no longer kept. Send it again."));

    public static JobRefusedException TooMany(int most) => new("job-too-many", 429, new(
        $"この団体の処理が {most} 件たまっています。どれかが終わってから、もう一度送ってください。",
        $"This organisation has {most} unfinished jobs. Wait until one of them has ended and send it again."));

    public static JobRefusedException NotFailed() => new("job-not-failed", 409, new(
        "やり直せるのは、失敗した処理だけです。", "Only a failed job can be retried."));

    public static JobRefusedException Ended() => new("job-ended", 409, new(
        "この処理はもう終わっています。", "The job has already ended."));

    public static JobRefusedException OtherJob() => new("job-other", 409, new(
        "このIDでは、別の処理がすでに頼まれています。新しいIDを使ってください。", "Another job was asked for under this id. Use a new id."));

    public static JobRefusedException NotConfirmed() => new("job-not-confirmed", 422, new(
        "確認のため、内容の job にアドレスと同じIDを書いてください。", "To confirm it, give the id of the address as 'job' in the body."));
}
