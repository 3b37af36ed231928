using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A browser with a virtual authenticator, driven by the DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Said = "DevTools listening on ";

    private readonly string _profile;
    private readonly bool _keeps;
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private string? _authenticator;
    private int _sent;

    private Chromium(string program, string? profile)
    {
        (_profile, _keeps) = (profile ?? Directory.CreateTempSubdirectory("chromium-").FullName, profile is not null);
        // As root Chromium needs to be told that it may run without a sandbox.
        string[] arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
            $"--user-data-dir={_profile}", "about:blank"];
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
    }

    /// <summary>The tab that is asked; another one goes on beside it.</summary>
    public string? Tab { get; set; }

    /// <summary>Null where none is installed.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_CHROMIUM") is { Length: > 0 } named ? named
        : ((string[])["/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    /// <param name="profile">The folder of a browser that is closed and opened again; without it everything is new, and gone at the end.</param>
    public static async Task<Chromium> StartAsync(string program, string? profile = null)
    {
        var browser = new Chromium(program, profile);
        var stop = TestContext.Current.CancellationToken;
        while (await browser._process.StandardError.ReadLineAsync(stop) is { } line)
        {
            if (!line.StartsWith(Said, StringComparison.Ordinal))
                continue;
            // Nobody reads on, and a full pipe would stop it.
            _ = browser._process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            await browser._socket.ConnectAsync(new(line[Said.Length..]), stop);
            await browser.NewTabAsync();
            await browser.CallAsync("WebAuthn.enable", []);
            browser._authenticator = (string?)(await browser.CallAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new JsonObject
                {
                    ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                    ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
                },
            }))["authenticatorId"];
            return browser;
        }

        throw new InvalidOperationException("Chromium ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (!_keeps)
            Directory.Delete(_profile, recursive: true);
    }

    public async Task NewTabAsync()
    {
        var target = (string)(await CallAsync("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!;
        Tab = (string)(await CallAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
    }

    /// <summary>From now on the authenticator uses passkeys without asking who has the device.</summary>
    public Task VerifyNobodyAsync() =>
        CallAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _authenticator, ["isUserVerified"] = false });

    public async Task OpenAsync(string address)
    {
        await CallAsync("Page.navigate", new() { ["url"] = address });
        await AtAsync(new Uri(address).AbsolutePath);
    }

    /// <summary>Waits until the page with this path is there.</summary>
    public Task AtAsync(string path) => Until.HoldsAsync(
        async () => (string?)await ReadAsync("location.pathname + (document.readyState === 'complete' ? '' : ' loading')"), p => p == path);

    public Task WaitAsync(string condition) => Until.TrueAsync(async () => (bool?)await ReadAsync(condition) == true, seen: () => condition);

    /// <summary>The value of an expression on the page; null while there is no page to ask.</summary>
    public async Task<JsonNode?> ReadAsync(string expression) => (await CallAsync("Runtime.evaluate", new()
    {
        ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true,
    }))["result"]?["value"];

    public async Task<JsonObject> CallAsync(string method, JsonObject parameters)
    {
        var stop = TestContext.Current.CancellationToken;
        var id = ++_sent;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (Tab is not null)
            call["sessionId"] = Tab;
        await _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, stop);
        while (true)
        {
            using var message = new MemoryStream();
            var buffer = new byte[64 * 1024];
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer, stop);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            var answer = JsonNode.Parse(message.ToArray())!.AsObject();
            if ((int?)answer["id"] != id)
                continue; // an event
            // While a page is left for another one, there is none to ask.
            return answer["result"] as JsonObject ?? (method == "Runtime.evaluate" ? [] : throw new InvalidOperationException(answer.ToJsonString()));
        }
    }
}
