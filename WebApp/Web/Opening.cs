// Opening the shop in the morning: database up to date and safe, first goods in a demo, and the words on the console.
using System.Security.Cryptography;
using Makola.Data.Backups;
using Makola.Data.Seeds;
using Makola.Data.Sqlite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;

namespace Makola.Web;

/// <summary>Opens the shop.</summary>
public static class Opening
{
    /// <summary>
    /// Begins what takes longest of all at a start, EF's model of the tables, on another core, while this one lists the pages. Whoever asks for the model next waits
    /// for it, and is told what was wrong with it if something was.
    /// </summary>
    public static void MakeReady(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        _ = Task.Run(() =>
        {
            using var db = app.Services.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContext();
            return db.Model.GetEntityTypes().Count();
        });
    }

    /// <summary>Brings the database up to date, proves it is durable, fills a demo shop in Development, and says on the console how to get in.</summary>
    /// <returns>False when it cannot be opened; the console says why and what to do.</returns>
    public static async Task<bool> OpenAsync(WebApplication app)
    {
        if (!await BringUpToDateAsync(app.Services)) return false;
        string? password = null;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            await PrepareAsync(db, CancellationToken.None);
            if (app.Environment.IsDevelopment() && !await db.Users.AnyAsync() && !await db.Products.AnyAsync()) password = await MakeDemoAsync(app, scope.ServiceProvider, db);
        }

        var first = app.Services.GetRequiredService<FirstRun>();
        await first.LookAsync();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, first, password));
        return true;
    }

    /// <summary>Brings an older database up to date, before anybody opens it (<see cref="Updating"/>). The shop and every command do this first.</summary>
    /// <returns>False when that did not work; the console says why and what to do, and nothing has changed.</returns>
    public static async Task<bool> BringUpToDateAsync(IServiceProvider services)
    {
        try
        {
            await services.GetRequiredService<Updating>().BringUpToDateAsync(Console.Error.WriteLine, CancellationToken.None); // Standard output belongs to what a command answers.
            return true;
        }
        catch (Exception no) when (no is Refusal or ShopBusyException)
        {
            await Console.Error.WriteLineAsync(no.Message);
            return false;
        }
    }

    /// <summary>Makes the tables of a new database and asserts how it keeps its word. Every command does this before it reads or writes.</summary>
    public static async Task PrepareAsync(ShopDb db, CancellationToken ct)
    {
        await SqliteConnections.AssertAsync(db, ct);
        // Migrate would first compare the whole model with the last migration's; that costs more than everything else at a start.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) await db.Database.MigrateAsync(ct);
        await StaffRoles.PrepareAsync(db, ct);
    }

    /// <summary>The address of the demo shop's owner; <c>.test</c> never leaves the machine (RFC 6761).</summary>
    public const string DemoOwner = "owner@demo.test";

    private static async Task<string> MakeDemoAsync(WebApplication app, IServiceProvider services, ShopDb db)
    {
        Console.WriteLine("Makola: filling a demo shop with goods and 60 days of orders…");
        await DemoShop.FillAsync(db, services.GetRequiredService<TimeProvider>(), CancellationToken.None);
        await db.WriteAsync(async () => (await db.Settings.SingleAsync()).SecondProof = false); // Who tries the shop out comes straight in.
        var password = NewPassword();
        var (_, errors) = await app.Services.GetRequiredService<FirstRun>().CreateOwnerAsync(
            services.GetRequiredService<UserManager<Person>>(), services.GetRequiredService<RoleManager<IdentityRole<long>>>(), "Efua Owusu", DemoOwner, password);
        return errors.Count == 0 ? password : throw new InvalidOperationException(string.Join(" ", errors.Select(e => e.Description)));
    }

    /// <summary>About 100 random bits in four groups one can type.</summary>
    public static string NewPassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 5)));

    /// <summary>The address the shop listens on, as a browser on this machine reaches it; null before it does.</summary>
    public static string? ListensAt(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
        .Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');

    private static void Announce(WebApplication app, FirstRun first, string? password)
    {
        var shop = ListensAt(app.Services.GetRequiredService<IServer>()) ?? "http://localhost:5000";
        Console.WriteLine();
        Console.WriteLine($"  The shop is open:   {shop}");
        if (!first.Done)
        {
            Console.WriteLine($"  It has no owner yet. Make it yours, with this link only you can see:");
            Console.WriteLine($"  {shop}/setup?token={first.Token}");
        }
        else if (app.Environment.IsDevelopment())
        {
            Console.WriteLine($"  The back office:    {shop}/office");
            Console.WriteLine($"  Sign in as owner:   {shop}/office/enter?token={app.Services.GetRequiredService<OneTimeLink>().Make()}   (works once)");
            if (password is not null) Console.WriteLine($"  or later with:      {DemoOwner}   {password}   (shown only now)");
        }

        Console.WriteLine();
    }
}
