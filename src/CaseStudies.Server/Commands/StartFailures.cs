using System.Net.Sockets;
using CaseStudies.Domain;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary>One sentence for what an operator can mend. Anything else is a fault of the program and keeps its stack trace.</summary>
internal static class StartFailures
{
    /// <returns>Null: not known here.</returns>
    public static string? Explain(Exception e, Language language) => e switch
    {
        StartupException refused => refused.Sentence.In(language),
        EmbeddedPostgresException => e.Message,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => NotAllowed(refused.MessageText).In(language),
        PostgresException { IsTransient: false, SqlState: not (PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown) } => null,
        NpgsqlException => DatabaseGone(e.Message).In(language),
        _ => e.InnerException is { } inner ? Explain(inner, language) : null,
    };

    /// <summary>Why the server cannot listen on its addresses. Null: it is something else.</summary>
    /// <param name="addresses">As configured.</param>
    public static PublicText? ExplainListening(Exception e, string addresses) => e switch
    {
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => new(
            $"アドレス {addresses} はほかのプログラムが使っています。そのプログラム(CaseStudies が二つ動いていませんか)を止めるか、"
            + "--urls http://localhost:5081 のように別のアドレスを指定してください。",
            $"The address {addresses} is in use. Stop the program that listens there (another CaseStudies?), or choose another address, "
            + "such as --urls http://localhost:5081."),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new(
            $"アドレス {addresses} で待ち受ける権限がありません。1024 以上のポートを、--urls http://localhost:5081 のように指定してください。",
            $"This account may not listen on {addresses}. Choose a port from 1024 on, such as --urls http://localhost:5081."),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported } => new(
            $"アドレス {addresses} はこの PC のものではありません。--urls http://localhost:5081 のように指定してください。",
            $"The address {addresses} is not one of this machine. Choose another, such as --urls http://localhost:5081."),
        FormatException or ArgumentException => new(
            $"待ち受けるアドレス {addresses} を読めません({e.Message})。--urls http://localhost:5081 のように指定してください。",
            $"The address to listen on, {addresses}, cannot be read ({e.Message}). Write it as in --urls http://localhost:5081."),
        InvalidOperationException when addresses.Contains("https:", StringComparison.OrdinalIgnoreCase) => new(
            $"{addresses} を https で待ち受けるための証明書がありません。Kestrel:Certificates:Default:Path で指定するか、http を使ってください。",
            $"There is no certificate for https on {addresses}. Name one in Kestrel:Certificates:Default:Path, or use http."),
        _ => e.InnerException is { } inner ? ExplainListening(inner, addresses) : null,
    };

    /// <summary>Without the password, which the driver's message does not repeat.</summary>
    public static PublicText Unreachable(string why) => new(
        $"設定 ConnectionStrings:CaseStudies のデータベースを使えません: {why} "
        + "ホスト、ポート、データベース名、利用者名、パスワードを確かめてください。設定を外すと、この PC 専用の PostgreSQL を使います。",
        $"The database that ConnectionStrings:CaseStudies names cannot be used: {why} "
        + "Check host, port, database, user and password, or remove the setting to use the private PostgreSQL of this machine.");

    public static PublicText OneRoleIsMissing { get; } = new(
        "ConnectionStrings:CaseStudiesOwner と ConnectionStrings:CaseStudiesBackground は、両方を指定するか、どちらも指定しないでください。"
        + "三つのロールの作り方は ops/README.md の Three roles にあります。",
        "Name both ConnectionStrings:CaseStudiesOwner and ConnectionStrings:CaseStudiesBackground, or neither. "
        + "ops/README.md tells under 'Three roles' how to make the three.");

    public static PublicText MaySeeAll(string role) => new(
        $"データベースの利用者 {role} は、スーパーユーザーか BYPASSRLS を持つロールなので、PostgreSQL は団体どうしの記録を隔てられません。"
        + "ふつうのロールで接続してください(ops/README.md の Three roles)。それでも使うときは --Store:AllowSuperuser true を指定してください。",
        $"The database user {role} is a superuser or may bypass row-level security, so PostgreSQL cannot keep organisations apart. "
        + "Connect as an ordinary role (ops/README.md, 'Three roles'). To go on all the same, set --Store:AllowSuperuser true.");

    public static PublicText ClearText(string host) => new(
        $"データベース {host} への接続が TLS で守られていません。接続文字列に SSL Mode=VerifyFull を加えてください(ops/README.md の A database on another host)。"
        + "同じ機械の中だけを通る接続なら、--Store:AllowClearText true で使えます。",
        $"Nothing protects the connection to the database on {host}. Add SSL Mode=VerifyFull to the connection string (ops/README.md, 'A database on another "
        + "host'). If the connection never leaves this machine, set --Store:AllowClearText true.");

    private static PublicText NotAllowed(string why) => new(
        $"データベースの利用者に権限がありません: {why}。データベースの所有者で接続するか、CREATE 権限を与えてください。",
        $"The database user lacks a right: {why}. Connect as the owner of the database, or grant it CREATE.");

    private static PublicText DatabaseGone(string why) => new(
        $"データベースが答えなくなりました: {why} データベースが動いているか確かめて、もう一度実行してください。",
        $"The database stopped answering: {why} See that it runs, and run this again.");
}
