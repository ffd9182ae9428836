// A shop in memory of the test process, without HTTP: a real database in a folder of its own, for tests of the catalogue.
using System.Globalization;
using System.Text;
using Makola.Domain.Catalogue.Export;
using Makola.Domain.Catalogue.Import;
using Makola.Web;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Makola.Tests.Domain.Catalogue;

/// <summary>A shop with a real database. A test class that shares it adds goods of its own.</summary>
public sealed class CatalogueShop : IAsyncLifetime
{
    private readonly string _folder = Watchman.NewFolder("catalogue");
    private ServiceProvider? _services;

    /// <summary>The moment the shop's clock stands at.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What the file of that name in the samples says.</summary>
    public static GoodsFile Sample(string name)
    {
        using var file = File.OpenRead(SamplePath(name));
        return ShopifyCsv.Read(file, "GHS");
    }

    /// <summary>Where a sample file lies.</summary>
    public static string SamplePath(string name) => Path.Combine(RunningShop.Repository, "WebApp.Tests", "Data", "Shopify", name);

    /// <summary>The data folder.</summary>
    public string Folder => _folder;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new DataFolder(_folder));
        services.AddSingleton(TimeProvider.System);
        services.AddShopDatabase();
        services.AddShopPeople();
        _services = services.BuildServiceProvider();
        await using var db = NewDb();
        await Makola.Web.Opening.PrepareAsync(db, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new unit of work; the caller disposes it.</summary>
    public ShopDb NewDb() => _services!.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContext();

    /// <summary>Imports a CSV text.</summary>
    public Task<ImportReport> ImportAsync(string csv) => ImportAsync(ShopifyCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "GHS"));

    /// <summary>Imports what was read.</summary>
    public async Task<ImportReport> ImportAsync(GoodsFile file, DateTimeOffset? at = null, CancellationToken ct = default)
    {
        await using var db = NewDb();
        return await GoodsImport.ApplyAsync(db, file, "test.csv", Actor.Shop("import"), at ?? Now, ct);
    }

    /// <summary>What importing would do.</summary>
    public async Task<ImportReport> TryAsync(GoodsFile file)
    {
        await using var db = NewDb();
        return await GoodsImport.TryAsync(db, file, Now, CancellationToken.None);
    }

    /// <summary>All goods as the shop's own CSV.</summary>
    public async Task<byte[]> ExportAsync()
    {
        await using var db = NewDb();
        var file = new MemoryStream();
        await GoodsExport.WriteAsync(db, file, CancellationToken.None);
        return file.ToArray();
    }

    /// <summary>Asks the database something.</summary>
    public async Task<T> AskAsync<T>(Func<ShopDb, Task<T>> question)
    {
        await using var db = NewDb();
        return await question(db);
    }

    /// <summary>Every row of every table as text: two that are equal mean that nothing at all has changed.</summary>
    public async Task<string> DumpAsync()
    {
        await using var db = NewDb();
        var tables = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name").ToListAsync();
        await db.Database.OpenConnectionAsync();
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The names come from the database itself.
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1, 2";
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync();
            dump.Append(CultureInfo.InvariantCulture, $"# {table}\n");
            while (await rows.ReadAsync())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                    dump.Append(rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture)).Append('|');
                dump.Append('\n');
            }
        }
        return dump.ToString();
    }

    /// <summary>Fails when a figure is not what its rows say.</summary>
    public async Task BooksAsync() => Assert.Empty(await AskAsync(db => Books.CheckAsync(db, CancellationToken.None)));
}
