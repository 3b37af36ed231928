using CaseStudies.Domain;
using Microsoft.AspNetCore.Diagnostics;

namespace CaseStudies.Server.Problems;

/// <summary>Gives bare status codes of the framework (no route, no permission, wrong method) a problem document.</summary>
internal static class StatusProblems
{
    public static Task AnswerAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        return ForStatus(context.Response.StatusCode, context).ExecuteAsync(context);
    }

    public static IResult ForStatus(int status, HttpContext context)
    {
        var allowed = status == StatusCodes.Status405MethodNotAllowed ? Allowed(context.Response) : "";
        var (code, sentence) = status switch
        {
            400 => ("malformed", new PublicText(
                "リクエストの形式が正しくありません。アドレスとヘッダーを確かめてください。", "The request is not valid. Check its address and headers.")),
            401 => ("sign-in-needed", new("サインインしてください。", "Sign in first.")),
            403 => ("forbidden", new("この操作の権限がありません。", "You may not do this.")),
            404 => ("not-found", new("ここには何もありません。アドレスを確かめてください。", "There is nothing here. Check the address.")),
            405 => ("method-not-allowed", new($"このアドレスで使えるメソッドは次のとおりです:{allowed}。", $"This address supports only: {allowed}.")),
            415 => ("unsupported-media-type", new("JSON(application/json)で送ってください。", "Send JSON (application/json).")),
            429 => ("too-many-requests", new(
                "リクエストが多すぎます。少し待って、もう一度送ってください。", "There are too many requests. Wait a moment, then send it again.")),
            var other => ("refused", new(
                $"リクエストを処理できません({other})。アドレスと送り方を確かめてください。",
                $"The request cannot be answered ({other}). Check its address and how it is sent.")),
        };
        return Problem.Create(code, status, sentence, context);
    }

    /// <summary>What routing found, and HEAD, which is answered wherever GET is.</summary>
    private static string Allowed(HttpResponse response)
    {
        const StringSplitOptions Words = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var methods = response.Headers.Allow.SelectMany(a => (a ?? "").Split(',', Words)).ToList();
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            methods.Add(HttpMethods.Head);
        var allowed = string.Join(", ", methods);
        response.Headers.Allow = allowed;
        return allowed;
    }
}
