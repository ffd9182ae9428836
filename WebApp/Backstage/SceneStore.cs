// The scenes that are kept: those of orders, those that failed or were slow, and a few of the rest, in a file of their own.
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Threading.Channels;
using Makola.Domain.Upkeep;
using Microsoft.Data.Sqlite;

namespace Makola.Backstage;

/// <summary>Why a scene is kept, and how long.</summary>
public enum Keep
{
    /// <summary>One of many, for comparison: <see cref="SceneStore.SampleDays"/>.</summary>
    Sample,

    /// <summary>Slow or failed: <see cref="SceneStore.TroubleDays"/>.</summary>
    Trouble,

    /// <summary>It is about an order: <see cref="SceneStore.OrderDays"/>.</summary>
    Order,
}

/// <summary>Which scenes are wanted; what is null does not matter.</summary>
public sealed record SceneFilter
{
    /// <summary>Part of the path or the route.</summary>
    public string? Page { get; init; }

    /// <summary>A status, "4xx", "5xx" or "error".</summary>
    public string? Status { get; init; }

    /// <summary>At least so many milliseconds.</summary>
    public int? Slower { get; init; }

    /// <summary>At least so many queries.</summary>
    public int? Queries { get; init; }

    /// <summary>About this order.</summary>
    public long? Order { get; init; }

    /// <summary>Of one customer: with his account signed in, or about one of his orders.</summary>
    public (long Person, IReadOnlyList<long> Orders)? Customer { get; init; }

    /// <summary>The reference a customer saw.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether a scene in memory is wanted.</summary>
    public bool Fits(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var (low, high) = Statuses;
        return (Page is null || scene.Path.Contains(Page, StringComparison.OrdinalIgnoreCase) || scene.Route?.Contains(Page, StringComparison.OrdinalIgnoreCase) == true)
            && scene.Status >= low && scene.Status <= high && (Status is not "error" || scene.IsFailed) && scene.Took >= (Slower ?? 0) * 1000L && scene.QueryCount >= (Queries ?? 0)
            && (Order is not { } order || scene.Orders.Contains(order)) && (Customer is not var (person, orders) || scene.Person == person || scene.Orders.Intersect(orders).Any()) && (Reference is null || scene.Reference == Reference);
    }

    /// <summary>The first and the last status that is wanted.</summary>
    internal (int Low, int High) Statuses =>
        Status is { Length: 3 } text && text.EndsWith("xx", StringComparison.Ordinal) && text[0] is >= '1' and <= '5' ? ((text[0] - '0') * 100, ((text[0] - '0') * 100) + 99)
        : int.TryParse(Status, CultureInfo.InvariantCulture, out var one) ? (one, one) : (0, 999);
}

/// <summary>
/// Keeps scenes in <c>scenes.db</c> beside the shop. It is the shop's diary, not its books: losing it loses no order, so it is written in the background, without
/// waiting for the disk, and never makes a request wait or fail. On a disk that is almost full (<see cref="DataFolder.IsAlmostFull"/>) nothing more is written down:
/// what room there is belongs to orders.
/// </summary>
public sealed class SceneStore : BackgroundService
{
    /// <summary>How long scenes are kept: one of <see cref="SampleOf"/> that are like all others, slow and failed ones, those of orders.</summary>
    public const int SampleDays = 3, TroubleDays = 30, OrderDays = 400;

    /// <summary>Of requests that are like all others, one of so many is kept.</summary>
    public const int SampleOf = 50;

    /// <summary>Most failed requests that are kept each second, as many slow ones, and as many of pages with a warning, beside those of orders, which all are.</summary>
    public const int TroubleEachSecond = 50;

    /// <summary>Most errors, by their cause, that wait to be counted because the request itself is not kept.</summary>
    private const int MostUncounted = 200;

    /// <summary>Name of the file.</summary>
    public const string File = "scenes.db";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS Scenes (Id TEXT PRIMARY KEY, At INTEGER NOT NULL, Keep INTEGER NOT NULL, Took INTEGER NOT NULL, Method TEXT NOT NULL, Path TEXT NOT NULL, Route TEXT,
            Status INTEGER NOT NULL, Bytes INTEGER NOT NULL, Queries INTEGER NOT NULL, Person INTEGER, Reference TEXT, Failed INTEGER NOT NULL, Body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS IX_Scenes_At ON Scenes (At);
        CREATE INDEX IF NOT EXISTS IX_Scenes_Keep ON Scenes (Keep, At);
        CREATE INDEX IF NOT EXISTS IX_Scenes_Person ON Scenes (Person, At) WHERE Person IS NOT NULL;
        CREATE INDEX IF NOT EXISTS IX_Scenes_Reference ON Scenes (Reference) WHERE Reference IS NOT NULL;
        CREATE TABLE IF NOT EXISTS SceneOrders (OrderNumber INTEGER NOT NULL, Scene TEXT NOT NULL, At INTEGER NOT NULL, PRIMARY KEY (OrderNumber, Scene)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS IX_SceneOrders_Scene ON SceneOrders (Scene);
        CREATE TABLE IF NOT EXISTS Statements (Id INTEGER PRIMARY KEY, Sql TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS Faults (Key TEXT PRIMARY KEY, Kind TEXT NOT NULL, Message TEXT NOT NULL, Place TEXT NOT NULL, Page TEXT NOT NULL, Count INTEGER NOT NULL, FirstAt INTEGER NOT NULL,
            LastAt INTEGER NOT NULL, Scene TEXT NOT NULL, Reference TEXT, SolvedAt INTEGER) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS Warnings (Key TEXT PRIMARY KEY, Kind TEXT NOT NULL, Page TEXT NOT NULL, Text TEXT NOT NULL, Count INTEGER NOT NULL, FirstAt INTEGER NOT NULL, LastAt INTEGER NOT NULL,
            Scene TEXT NOT NULL, Clean INTEGER NOT NULL DEFAULT 0, SolvedAt INTEGER) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS IX_Warnings_Page ON Warnings (Page);
        """;

    private readonly Channel<Scene> waiting;
    private readonly Dictionary<string, (Scene Latest, int Count)> uncounted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> statements = new(StringComparer.Ordinal);
    private readonly SceneRecorder recorder;
    private readonly Watcher watcher;
    private readonly TimeProvider clock;
    private readonly ILogger<SceneStore> log;
    private readonly DataFolder data;
    private readonly string path;
    private readonly long most;
    // When everything is slow, writing all of it down would make it slower. Each has its own: what is only looked at again must not push out what failed.
    private readonly EachSecond failed = new(TroubleEachSecond), slow = new(TroubleEachSecond), suspect = new(TroubleEachSecond);
    private int seen;
    private bool hadRoom = true;

    /// <summary>Begins to listen for scenes.</summary>
    public SceneStore(SceneRecorder recorder, Watcher watcher, DataFolder data, IConfiguration configuration, TimeProvider clock, ILogger<SceneStore> log)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(data);
        (this.recorder, this.watcher, this.data, this.clock, this.log, path) = (recorder, watcher, data, clock, log, Path.Combine(data.Path, File));
        most = Math.Max(4, configuration.GetValue("Shop:ScenesMegabytes", 200)) * 1024L * 1024;
        waiting = Channel.CreateBounded<Scene>(new BoundedChannelOptions(2_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, CountLater);
        recorder.Ended += Hear;
    }

    /// <summary>Bytes of the file; 0 before there is one.</summary>
    public long Size => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Finds scenes, newest first: those in memory and those in the file.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only older ones than this.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<Scene>> FindAsync(SceneFilter filter, DateTimeOffset? before, int count, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var latest = recorder.Latest.Where(s => filter.Fits(s) && (before is null || s.At < before)).ToList();
        var kept = latest.Count >= count ? [] : await KeptAsync(filter, before, count, ct);
        return [.. latest.Concat(kept).DistinctBy(s => s.Id).OrderByDescending(s => s.At).ThenBy(s => s.Id, StringComparer.Ordinal).Take(count)];
    }

    /// <summary>One scene with all that was kept of it; null when it is not, or no longer, there.</summary>
    public async Task<Scene?> FindAsync(string id, CancellationToken ct)
    {
        if (recorder.Find(id) is { } live) return live;
        return await LookAsync<Scene?>(null, async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT Body FROM Scenes WHERE Id = @id";
            Set(command, ("@id", id));
            if (await command.ExecuteScalarAsync(ct) is not byte[] body) return null;
            var scene = Unpack(body);
            List<QueryRun> queries = [];
            foreach (var query in scene.Queries) queries.Add(query with { Sql = await SqlOfAsync(connection, query.Sql, ct) });
            return scene with { Queries = queries };
        });
    }

    /// <summary>The slowest request of customers since a moment, of those in memory and those that were kept; null when there was none.</summary>
    public async Task<Scene?> SlowestAsync(DateTimeOffset since, CancellationToken ct)
    {
        var kept = await LookAsync<Scene?>(null, async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT Body FROM Scenes WHERE At >= @since AND Method <> '' AND Route NOT LIKE '/office%' ORDER BY Took DESC LIMIT 1";
            Set(command, ("@since", since.ToUnixTimeMilliseconds()));
            return await command.ExecuteScalarAsync(ct) is byte[] body ? Unpack(body) : null;
        });
        return recorder.Latest.Where(s => s.At >= since && s.IsForCustomers).Append(kept).OfType<Scene>().MaxBy(s => s.Took);
    }

    /// <summary>Warnings, those that are still there first, then the latest.</summary>
    public Task<IReadOnlyList<Warning>> WarningsAsync(CancellationToken ct) => ReadAsync("SELECT Kind, Page, Text, Count, FirstAt, LastAt, Scene, SolvedAt FROM Warnings ORDER BY SolvedAt IS NOT NULL, LastAt DESC, Key LIMIT 200", row =>
        new Warning(Enum.Parse<WarningKind>(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetInt32(3), At(row.GetInt64(4)), At(row.GetInt64(5)), row.GetString(6), row.IsDBNull(7) ? null : At(row.GetInt64(7))), ct);

    /// <summary>Errors by their cause, those not marked as solved first, then the latest.</summary>
    public Task<IReadOnlyList<Fault>> FaultsAsync(CancellationToken ct) => ReadAsync("SELECT Key, Kind, Message, Place, Page, Count, FirstAt, LastAt, Scene, Reference, SolvedAt FROM Faults ORDER BY SolvedAt IS NOT NULL, LastAt DESC, Key LIMIT 200", row =>
        new Fault(row.GetString(0), new(row.GetString(1), row.GetString(2), row.GetString(3)), row.GetString(4), row.GetInt32(5), At(row.GetInt64(6)), At(row.GetInt64(7)), row.GetString(8), row.IsDBNull(9) ? null : row.GetString(9), row.IsDBNull(10) ? null : At(row.GetInt64(10))), ct);

    /// <summary>Marks an error as solved; it comes back by itself when it happens again.</summary>
    /// <returns>False when there is none of that key.</returns>
    public async Task<bool> SolveAsync(string key, CancellationToken ct)
    {
        if (!System.IO.File.Exists(path)) return false;
        await using var connection = Open(SqliteOpenMode.ReadWrite);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE Faults SET SolvedAt = @now WHERE Key = @key";
        command.Parameters.AddWithValue("@key", key);
        command.Parameters.AddWithValue("@now", clock.GetUtcNow().ToUnixTimeMilliseconds());
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        recorder.Ended -= Hear;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SqliteConnection? connection = null;
        var pruned = DateTimeOffset.MinValue;
        try
        {
            foreach (var page in await WarnedAsync(stoppingToken)) watcher.Suspect(page);
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), stoppingToken); // A few at once are one write.
                try
                {
                    if (!IsRoom())
                    {
                        LetGo();
                        continue;
                    }

                    connection ??= Make();
                    Write(connection);
                    if (clock.GetUtcNow() - pruned < TimeSpan.FromMinutes(10) && UsedBytes(connection) <= most) continue;
                    Prune(connection, clock.GetUtcNow());
                    pruned = clock.GetUtcNow();
                }
                catch (Exception fault) when (fault is SqliteException or IOException)
                {
                    // The diary must not trouble the shop: a full disk, a damaged file.
                    log.LogWarning(fault, "Scenes could not be kept");
                    connection?.Dispose();
                    connection = null;
                    statements.Clear();
                    if (fault is SqliteException { SqliteErrorCode: 11 or 26 }) Forget();
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The shop closes: what waits is written below.
        }

        try
        {
            if ((waiting.Reader.Count > 0 || uncounted.Count > 0) && IsRoom()) Write(connection ??= Make());
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            log.LogWarning(fault, "The last scenes could not be kept");
        }

        connection?.Dispose();
    }

    private void Hear(Scene scene)
    {
        watcher.Learn(scene);
        var isWanted = scene.Orders.Count > 0 || (scene.IsFailed && failed.Take()) || (scene.IsSlow && slow.Take()) || (watcher.HasSeen(scene) && suspect.Take())
            || (!scene.IsJob && Interlocked.Increment(ref seen) % SampleOf == 0);
        if (!isWanted || !waiting.Writer.TryWrite(scene)) CountLater(scene);
    }

    /// <summary>An error counts where its request is not kept, too.</summary>
    private void CountLater(Scene scene)
    {
        if (scene is not { Fault: { } fault, IsFailed: true }) return;
        lock (uncounted)
        {
            var count = uncounted.TryGetValue(fault.Key, out var known) ? known.Count : 0;
            if (count > 0 || uncounted.Count < MostUncounted) uncounted[fault.Key] = (scene with { Steps = [], Rules = [], Queries = [] }, count + 1);
        }
    }

    private static Keep KeepOf(Scene scene) => scene.Orders.Count > 0 ? Keep.Order : scene.IsFailed || scene.IsSlow ? Keep.Trouble : Keep.Sample;

    /// <summary>Throws a damaged file away: there is nothing in it anybody could not do without.</summary>
    private void Forget()
    {
        foreach (var part in new[] { path, path + "-wal", path + "-shm" }) System.IO.File.Delete(part);
    }

    private bool IsRoom()
    {
        var isRoom = !data.IsAlmostFull;
        if (!isRoom && hadRoom) log.LogWarning("Scenes are not kept: the disk is almost full, and what room there is belongs to orders.");
        return hadRoom = isRoom;
    }

    private void LetGo()
    {
        // They stay among the latest in memory for a while, and errors are counted once there is room again.
        while (waiting.Reader.TryRead(out var scene)) CountLater(scene);
    }

    private SqliteConnection Make()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -500; PRAGMA wal_autocheckpoint = 500;";
        command.ExecuteNonQuery();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    private void Write(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var scenes = connection.CreateCommand();
        scenes.CommandText = """
            INSERT OR REPLACE INTO Scenes (Id, At, Keep, Took, Method, Path, Route, Status, Bytes, Queries, Person, Reference, Failed, Body)
            VALUES (@id, @at, @keep, @took, @method, @path, @route, @status, @bytes, @queries, @person, @reference, @failed, @body)
            """;
        HashSet<string> solved = new(StringComparer.Ordinal);
        using var orders = connection.CreateCommand();
        orders.CommandText = "INSERT OR IGNORE INTO SceneOrders (OrderNumber, Scene, At) VALUES (@order, @id, @at)";
        for (var count = 0; count < 500 && waiting.Reader.TryRead(out var scene); count++)
        {
            var packed = scene with { Queries = [.. scene.Queries.Select(q => q with { Sql = StatementOf(connection, q.Sql) })] };
            Set(scenes, ("@id", scene.Id), ("@at", scene.At.ToUnixTimeMilliseconds()), ("@keep", (int)KeepOf(scene)), ("@took", scene.Took), ("@method", scene.Method), ("@path", scene.Path), ("@route", scene.Route),
                ("@status", scene.Status), ("@bytes", scene.Bytes), ("@queries", scene.QueryCount), ("@person", scene.Person), ("@reference", scene.Reference), ("@failed", scene.IsFailed ? 1 : 0), ("@body", Pack(packed)));
            scenes.ExecuteNonQuery();
            foreach (var order in scene.Orders)
            {
                Set(orders, ("@order", order), ("@id", scene.Id), ("@at", scene.At.ToUnixTimeMilliseconds()));
                orders.ExecuteNonQuery();
            }

            if (scene is { Fault: { } fault, IsFailed: true }) Note(connection, scene, fault);
            foreach (var page in watcher.Tells(scene))
                if (Clear(connection, page, scene.At)) solved.Add(page);
            foreach (var warning in watcher.Of(scene))
            {
                Note(connection, scene, warning);
                solved.Remove(warning.Page);
                watcher.Suspect(scene, warning);
            }
        }

        foreach (var (latest, count) in TakeUncounted()) Note(connection, latest, latest.Fault!, count, isKept: false);
        transaction.Commit();
        foreach (var page in solved) watcher.LetGo(page);
    }

    private List<(Scene Latest, int Count)> TakeUncounted()
    {
        lock (uncounted)
        {
            List<(Scene, int)> taken = [.. uncounted.Values];
            uncounted.Clear();
            return taken;
        }
    }

    private static void Note(SqliteConnection connection, Scene scene, SceneFault fault, int times = 1, bool isKept = true)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO Faults (Key, Kind, Message, Place, Page, Count, FirstAt, LastAt, Scene, Reference) VALUES (@key, @kind, @message, @place, @page, @times, @at, @at, @id, @reference)
            ON CONFLICT (Key) DO UPDATE SET Count = Count + @times, LastAt = max(LastAt, @at), Scene = iif(@kept, @id, Scene), Reference = iif(@kept, @reference, Reference), Message = @message, Page = @page, SolvedAt = NULL
            """;
        Set(command, ("@key", fault.Key), ("@kind", fault.Kind), ("@message", fault.Message), ("@place", fault.Place), ("@page", scene.Page), ("@at", scene.At.ToUnixTimeMilliseconds()), ("@id", scene.Id), ("@reference", scene.Reference), ("@times", times), ("@kept", isKept));
        command.ExecuteNonQuery();
    }

    private static void Note(SqliteConnection connection, Scene scene, Remark found)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO Warnings (Key, Kind, Page, Text, Count, FirstAt, LastAt, Scene, Clean) VALUES (@key, @kind, @page, @text, 1, @at, @at, @id, 0)
            ON CONFLICT (Key) DO UPDATE SET Count = Count + 1, LastAt = @at, Scene = @id, Text = @text, Clean = 0, SolvedAt = NULL
            """;
        Set(command, ("@key", $"{found.Kind} {found.Page} {found.Subject}"), ("@kind", found.Kind.ToString()), ("@page", found.Page), ("@text", found.Text), ("@at", scene.At.ToUnixTimeMilliseconds()), ("@id", scene.Id));
        command.ExecuteNonQuery();
    }

    /// <summary>A page that was seen often enough without it has got rid of its warning: each time counts, until the warning is noted anew.</summary>
    /// <returns>True when the page was suspected and has no warning left.</returns>
    private bool Clear(SqliteConnection connection, string page, DateTimeOffset at)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE Warnings SET Clean = Clean + 1, SolvedAt = CASE WHEN Clean + 1 >= @enough THEN @at END WHERE Page = @page AND SolvedAt IS NULL";
        Set(command, ("@page", page), ("@at", at.ToUnixTimeMilliseconds()), ("@enough", Watcher.CleanEnough));
        command.ExecuteNonQuery();
        if (!watcher.Suspects(page)) return false;
        command.CommandText = "SELECT NOT EXISTS (SELECT 1 FROM Warnings WHERE Page = @page AND SolvedAt IS NULL)";
        return (long)command.ExecuteScalar()! == 1;
    }

    private void Prune(SqliteConnection connection, DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM Scenes WHERE (Keep = 0 AND At < @sample) OR (Keep = 1 AND At < @trouble) OR (Keep = 2 AND At < @order);
            DELETE FROM Warnings WHERE LastAt < @trouble;
            DELETE FROM Faults WHERE LastAt < @order;
            """;
        Set(command, ("@sample", now.AddDays(-SampleDays).ToUnixTimeMilliseconds()), ("@trouble", now.AddDays(-TroubleDays).ToUnixTimeMilliseconds()), ("@order", now.AddDays(-OrderDays).ToUnixTimeMilliseconds()));
        command.ExecuteNonQuery();
        for (var tries = 0; tries < 100 && UsedBytes(connection) > most; tries++)
        {
            command.Parameters.Clear();
            command.CommandText = "DELETE FROM Scenes WHERE Id IN (SELECT Id FROM Scenes ORDER BY Keep, At LIMIT 1000)";
            command.ExecuteNonQuery();
        }

        command.Parameters.Clear();
        command.CommandText = "DELETE FROM SceneOrders WHERE NOT EXISTS (SELECT 1 FROM Scenes WHERE Scenes.Id = SceneOrders.Scene)";
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA incremental_vacuum";
        using var pages = command.ExecuteReader();
        while (pages.Read())
        {
            // Each step gives one page back.
        }
    }

    private static long UsedBytes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Looks into the file. One that is not there yet, or is damaged, has nothing in it: it is made anew with the next scene.</summary>
    private async Task<T> LookAsync<T>(T nothing, Func<SqliteConnection, Task<T>> look)
    {
        if (!System.IO.File.Exists(path)) return nothing;
        try
        {
            await using var connection = Open(SqliteOpenMode.ReadOnly);
            return await look(connection);
        }
        catch (SqliteException fault)
        {
            log.LogWarning("Scenes could not be read: {Why}", fault.Message);
            return nothing;
        }
    }

    /// <summary>Pages with a warning that is still there.</summary>
    private Task<IReadOnlyList<string>> WarnedAsync(CancellationToken ct) =>
        ReadAsync("SELECT Page FROM Warnings WHERE SolvedAt IS NULL GROUP BY Page ORDER BY max(LastAt) DESC, Page LIMIT 500", row => row.GetString(0), ct);

    private Task<List<Scene>> KeptAsync(SceneFilter filter, DateTimeOffset? before, int count, CancellationToken ct) => LookAsync<List<Scene>>([], async connection =>
    {
        var (low, high) = filter.Statuses;
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT Body FROM Scenes
            WHERE At < @before AND Status BETWEEN @low AND @high AND Took >= @took AND Queries >= @queries AND (@failed = 0 OR Failed = 1)
                AND (@page IS NULL OR instr(lower(Path), @page) > 0 OR instr(lower(coalesce(Route, '')), @page) > 0) AND (@person IS NULL OR Person = @person OR Id IN (SELECT Scene FROM SceneOrders WHERE OrderNumber IN (SELECT value FROM json_each(@orders)))) AND (@reference IS NULL OR Reference = @reference)
                AND (@order IS NULL OR Id IN (SELECT Scene FROM SceneOrders WHERE OrderNumber = @order))
            ORDER BY At DESC LIMIT @count
            """;
        Set(command, ("@before", (before ?? DateTimeOffset.MaxValue).ToUnixTimeMilliseconds()), ("@low", low), ("@high", high), ("@took", (filter.Slower ?? 0) * 1000L), ("@queries", filter.Queries ?? 0), ("@failed", filter.Status == "error" ? 1 : 0),
            ("@page", filter.Page?.ToLowerInvariant()), ("@person", filter.Customer?.Person), ("@orders", JsonSerializer.Serialize(filter.Customer?.Orders ?? [])), ("@reference", filter.Reference), ("@order", filter.Order), ("@count", count));
        List<Scene> found = [];
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add(Unpack((byte[])rows[0]));
        return found;
    });

    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken ct) => LookAsync<IReadOnlyList<T>>([], async connection =>
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All callers give a text that stands in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        List<T> found = [];
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add(read(rows));
        return found;
    });

    /// <summary>The number under which a query's text is kept once, as text.</summary>
    private string StatementOf(SqliteConnection connection, string sql)
    {
        if (!statements.TryGetValue(sql, out var id))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO Statements (Sql) VALUES (@sql) ON CONFLICT (Sql) DO UPDATE SET Sql = @sql RETURNING Id";
            Set(command, ("@sql", sql));
            if (statements.Count > 5_000) statements.Clear();
            statements[sql] = id = (long)command.ExecuteScalar()!;
        }

        return id.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string> SqlOfAsync(SqliteConnection connection, string id, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT Sql FROM Statements WHERE Id = @id";
        Set(command, ("@id", long.Parse(id, CultureInfo.InvariantCulture)));
        return await command.ExecuteScalarAsync(ct) as string ?? "";
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static byte[] Pack(Scene scene)
    {
        using var packed = new MemoryStream();
        using (var zip = new DeflateStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(zip, scene, SceneJson.Default.Scene);
        return packed.ToArray();
    }

    private static Scene Unpack(byte[] body)
    {
        using var zip = new DeflateStream(new MemoryStream(body), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(zip, SceneJson.Default.Scene)!;
    }
}

/// <summary>How scenes are written down.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(Scene))]
[System.Text.Json.Serialization.JsonSourceGenerationOptions(DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
internal sealed partial class SceneJson : System.Text.Json.Serialization.JsonSerializerContext;
