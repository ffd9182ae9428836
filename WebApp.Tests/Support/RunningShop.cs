// A shop as its own process, as a shopkeeper runs it: the built WebApp.dll on a free port of 127.0.0.1 with a data
// folder of its own. Tests start it, stop it (SIGTERM), kill it (SIGKILL), start it again on the same data, run its
// command line, and look into its database.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Makola.Data.Sqlite;
using Makola.Web;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Makola.Tests.Support;

/// <summary>How a shop is started. Everything has a default that suits most tests.</summary>
public sealed record Opening
{
    /// <summary>Production unless a test is about a newcomer's first start (Development makes the demo shop).</summary>
    public string Environment { get; init; } = "Production";

    /// <summary>The program to start; the one built beside the tests when not given.</summary>
    public string? Program { get; init; }

    /// <summary>The data folder; a new empty one when not given.</summary>
    public string? Data { get; init; }

    /// <summary>Further settings, as on the command line: <c>Shop:Name</c> → "x".</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables of the process's environment, on top of the test's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a command of the shop answered.</summary>
public sealed record Answer(int ExitCode, string Output);

/// <summary>One running shop. Disposing it kills the process and removes its data.</summary>
public sealed partial class RunningShop : IAsyncDisposable
{
    /// <summary>How long a start may take before a test gives up; far above the promised 10 s, for a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>How long a command may take; the longest take seconds.</summary>
    private static readonly TimeSpan PatienceWithCommand = TimeSpan.FromMinutes(5);

    private readonly Opening _opening;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private int _buyers;

    private RunningShop(Opening opening)
    {
        _opening = opening;
        Data = opening.Data ?? Watchman.NewFolder("shop");
        Address = new Uri("http://127.0.0.1:1/");
    }

    /// <summary>The repository's root: the folder that holds WebApp.sln.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The built program under test, as `dotnet run` starts it: of the same configuration as the tests.</summary>
    public static string Program { get; } = FindProgram();

    /// <summary>Where the shop answers, always a port of 127.0.0.1. Kept over <see cref="RestartAsync"/>.</summary>
    public Uri Address { get; private set; }

    /// <summary>The data folder: database, keys, uploads.</summary>
    public string Data { get; }

    /// <summary>The shop's process id, for its memory and its signals.</summary>
    public int ProcessId => Running.Id;

    /// <summary>True while the process lives.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>From starting the process to the first answer of the last start.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>All the shop has printed since the first start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The link with a token that the console shows (owner's first sign-in, or first-run page), if it showed one.</summary>
    public Uri? OneTimeLink => Link().Matches(Output) is { Count: > 0 } links ? new Uri(Address, new Uri(links[^1].Value).PathAndQuery) : null;

    /// <summary>What the owner of a demo shop signs in with, as the console showed it at its first start.</summary>
    public (string Email, string Password) OwnersPassword => ShownOnce().Match(Output) is { Success: true } shown ? (shown.Groups[1].Value, shown.Groups[2].Value) : throw new InvalidOperationException("No password was shown.");

    private Process Running => _process ?? throw new InvalidOperationException("The shop is not running.");

    /// <summary>Starts a shop and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or did not answer in time; the message holds its output.</exception>
    public static async Task<RunningShop> StartAsync(Opening? opening = null)
    {
        var shop = new RunningShop(opening ?? new Opening());
        await shop.StartProcessAsync(freshPort: true);
        return shop;
    }

    /// <summary>A customer with an own cookie jar and an own source address.</summary>
    public Buyer NewBuyer() => new(this, NextVisitor());

    /// <summary>Number of the next source address nobody has come from yet.</summary>
    internal int NextVisitor() => Interlocked.Increment(ref _buyers);

    /// <summary>A bare client without cookies that follows nothing. The caller disposes it.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(100),
    };

    /// <summary>Asks the shop to end (SIGTERM, on Windows a kill) and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            await KillAsync();
            return;
        }

        Signal("TERM");
        await EndedAsync();
    }

    /// <summary>Ends the shop at once, as a lost plug would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        Running.Kill(entireProcessTree: true);
        await EndedAsync();
    }

    /// <summary>Sends a signal ("STOP", "CONT", "TERM") and returns at once. Unix only.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Running.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Starts again on the same data and the same port, after <see cref="StopAsync"/>, <see cref="KillAsync"/> or an end of its own.</summary>
    public Task RestartAsync() => StartProcessAsync(freshPort: false);

    /// <summary>Runs the shop's command line on this shop's data, beside the running process.</summary>
    public Task<Answer> CliAsync(params string[] arguments) => RunAsync(Data, arguments);

    /// <summary>Runs the shop's command line on a data folder, to its end.</summary>
    /// <exception cref="TimeoutException">It goes on: a shop opened, say, that should have refused to. It is killed.</exception>
    public static async Task<Answer> RunAsync(string data, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(Program, "Production", arguments) };
        process.StartInfo.Environment["Shop__Data"] = data;
        var output = new StringBuilder();
        Capture(process, output);
        process.Start();
        Watchman.Watch(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(PatienceWithCommand);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            lock (output)
                throw new TimeoutException($"“{string.Join(' ', arguments)}” goes on after {PatienceWithCommand.TotalMinutes} minutes. It said:\n{output}");
        }
        finally
        {
            Watchman.Forget(process);
        }

        lock (output)
            return new Answer(process.ExitCode, output.ToString());
    }

    /// <summary>
    /// Books: stock, holds, order totals and states recomputed from their rows, beside the running shop. Every test that moves stock
    /// or money ends with it. Fails with the differences named. (That the command of that name says the same is tested once.)
    /// </summary>
    public Task BooksAsync() => BooksAsync(Data);

    /// <summary>Books of the shop in a data folder.</summary>
    /// <inheritdoc cref="BooksAsync()"/>
    public static async Task BooksAsync(string data)
    {
        await using var db = OpenDb(data);
        var differences = await Books.CheckAsync(db, CancellationToken.None);
        Assert.True(differences.Count == 0, "The books do not agree:\n" + string.Join('\n', differences));
    }

    /// <summary>The shop's database through its own model, to arrange and to inspect. The caller disposes it.</summary>
    public ShopDb Db() => OpenDb(Data);

    /// <summary>The database in a data folder through the shop's own model, set up as the shop sets up its connections.</summary>
    public static ShopDb OpenDb(string data) => SqliteConnections.Open(data, People.Value);

    // Identity's part of the model asks the application for its options.
    private static readonly Lazy<IServiceProvider> People = new(() =>
    {
        var services = new ServiceCollection();
        services.AddShopPeople();
        return services.BuildServiceProvider();
    });

    /// <summary>A plain connection to the shop's database, to arrange and to inspect. The caller disposes it.</summary>
    public SqliteConnection Sql() => OpenSql(Data);

    /// <summary>A plain connection to the database in a data folder.</summary>
    public static SqliteConnection OpenSql(string data)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = DatabaseFile(data),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>One value out of the database, for a test's last look.</summary>
    public T Scalar<T>(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Sql();
        return Scalar<T>(connection, sql, values);
    }

    /// <summary>Changes the database behind the shop's back, to arrange what no page can.</summary>
    /// <returns>The number of rows changed.</returns>
    public int Execute(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Sql();
        return Execute(connection, sql, values);
    }

    /// <summary>Changes the database through an open connection.</summary>
    /// <returns>The number of rows changed.</returns>
    public static int Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>One value out of an open connection.</summary>
    public static T Scalar<T>(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(connection, sql, values);
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>The first column of every row, as text.</summary>
    public static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql, []);
        using var reader = command.ExecuteReader();
        List<string> values = [];
        while (reader.Read())
            values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return values;
    }

    /// <summary>What is in some of the tables, as a line for each: how many rows, and a hash of them. How popular goods are is left out: a job writes it by the clock.</summary>
    public string Digest(Func<string, bool> table)
    {
        using var connection = Sql();
        return string.Join('\n', Column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ProductSearch%' ORDER BY name").Where(table)
            .Select(name => $"{name} {Digest(connection, name)}"));
    }

    private static string Digest(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name of a table of this database.
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        for (; rows.Read(); count++)
        {
            for (var column = 0; column < rows.FieldCount; column++)
                if (rows.GetName(column) is not "Popularity") hash.AppendData(Encoding.UTF8.GetBytes(Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture) + "|"));
        }

        return $"{count}:{Convert.ToHexString(hash.GetHashAndReset())[..16]}";
    }

    /// <summary>The one database file in a data folder.</summary>
    public static string DatabaseFile(string data) => Path.Combine(data, "shop.db");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync();
        _process?.Dispose();
        if (_opening.Data is null)
        {
            try
            {
                Directory.Delete(Data, recursive: true);
            }
            catch (IOException)
            {
                // Windows lets go of a killed process's files a moment later; the next run removes the folder.
            }
        }
    }

    private async Task StartProcessAsync(bool freshPort)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (freshPort)
                Address = new Uri($"http://127.0.0.1:{FreePort()}/");
            var printed = Output.Length;
            var clock = Stopwatch.StartNew();
            Launch();
            if (await AnswersAsync(clock))
            {
                StartedIn = clock.Elapsed;
                return;
            }

            var said = Output[printed..];
            if (IsRunning)
                await KillAsync();
            else
                await EndedAsync();

            // Between finding a free port and taking it, another may have taken it.
            if (attempt < 5 && said.Contains("already in use", StringComparison.OrdinalIgnoreCase))
                continue;
            throw new InvalidOperationException($"The shop did not start within {Patience.TotalSeconds} s. It said:\n{said}");
        }
    }

    private void Launch()
    {
        _process?.Dispose();
        List<string> arguments = ["--urls", Address.ToString().TrimEnd('/'), "--Shop:Data=" + Data, "--Shop:TrustedProxies=127.0.0.1"];
        arguments.AddRange(_opening.Settings.Select(setting => $"--{setting.Key}={setting.Value}"));
        _process = new Process { StartInfo = StartInfo(_opening.Program ?? Program, _opening.Environment, arguments), EnableRaisingEvents = true };
        foreach (var (name, value) in _opening.Variables) _process.StartInfo.Environment[name] = value;
        Capture(_process, _output);
        _process.Start();
        Watchman.Watch(_process);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<bool> AnswersAsync(Stopwatch clock)
    {
        using var client = NewClient();
        while (clock.Elapsed < Patience && IsRunning)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/robots.txt", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(25);
            }
        }

        return false;
    }

    /// <summary>Waits until the process has ended.</summary>
    public async Task EndedAsync()
    {
        await Running.WaitForExitAsync().WaitAsync(Patience);
        Watchman.Forget(Running);
    }

    private static ProcessStartInfo StartInfo(string program, string environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment.Remove("ASPNETCORE_URLS");
        // The tests' own processes live for seconds: code is not instrumented for a long life. A published shop is measured as it is.
        if (program == Program)
            start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private static void Capture(Process process, StringBuilder output)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (output)
                output.AppendLine(line.Data);
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own constant text; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WebApp.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository: WebApp.sln was not found above " + AppContext.BaseDirectory);
    }

    private static string FindProgram()
    {
        var build = Path.GetRelativePath(Path.Combine(Repository, "WebApp.Tests"), AppContext.BaseDirectory);
        var program = Path.Combine(Repository, "WebApp", build, "WebApp.dll");
        return File.Exists(program) ? program : throw new InvalidOperationException("Build the shop first: there is no " + program);
    }

    [GeneratedRegex(@"https?://[^\s""']+\?[^\s""']*(?:token|code)=[^\s""']+")]
    private static partial Regex Link();

    [GeneratedRegex(@"(\S+@\S+)\s+(\S+)\s+\(shown only now\)")]
    private static partial Regex ShownOnce();
}
