// The same program from the command line: import, books, demo, user. Without a command it runs the shop.
using Makola.Domain.Catalogue.Import;
using Makola.Web;
using Microsoft.AspNetCore.Identity;

namespace Makola;

/// <summary>Commands beside the running shop. Exit codes: 0 done, 1 "no" with the reason, 2 used wrongly.</summary>
public static class CommandLine
{
    private static readonly string[] Commands = ["import", "books", "demo", "user", "help"];

    /// <summary>True when the first word is a command; <c>run</c> and none mean the shop itself.</summary>
    public static bool Wants(string[] args, out string command)
    {
        command = args.FirstOrDefault() ?? "run";
        return command != "run" && !command.StartsWith('-');
    }

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string command, string[] args)
    {
        if (!Commands.Contains(command) || command == "help")
        {
            await (command == "help" ? Console.Out : Console.Error).WriteLineAsync($"""
                makola [run]              opens the shop
                makola import FILE.csv    brings in the goods of a Shopify product export
                makola books              proves stock, holds, orders and states; exit 1 names what differs
                makola demo               fills an empty shop with sample goods and orders
                makola user EMAIL         gives a member of staff a new password and prints it
                Every command takes --Shop:Data=FOLDER for another shop than the usual one.
                """);
            return command == "help" ? 0 : 2;
        }

        var words = args.Skip(1).Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
        var builder = Foundation.Lay([.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal))]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddShopDatabase();
        builder.Services.AddShopPeople();
        await using var services = builder.Services.BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        await Opening.PrepareAsync(db, CancellationToken.None);
        try
        {
            return command switch
            {
                "import" when words is [var path] => await ImportAsync(db, path, scope.ServiceProvider.GetRequiredService<TimeProvider>()),
                "books" => await BooksAsync(db),
                "demo" => await DemoAsync(db, scope.ServiceProvider.GetRequiredService<TimeProvider>()),
                "user" when words is [var email] => await UserAsync(scope.ServiceProvider.GetRequiredService<UserManager<Person>>(), email),
                _ => await RunAsync("?", args),
            };
        }
        catch (Refusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }

    private static async Task<int> ImportAsync(ShopDb db, string path, TimeProvider clock)
    {
        if (!File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"There is no file {Path.GetFullPath(path)}.");
            return 2;
        }

        var settings = await db.Settings.AsNoTracking().SingleAsync();
        var name = Path.GetFileName(path);
        GoodsFile goods;
        await using (var file = File.OpenRead(path))
            goods = ShopifyCsv.Read(file, settings.Currency);

        var report = await GoodsImport.ApplyAsync(db, goods, name, Actor.Shop("import"), clock.GetUtcNow(), CancellationToken.None);
        var isRefused = report.Faults.Count > 0;
        foreach (var line in report.Lines(name)) await (isRefused ? Console.Error : Console.Out).WriteLineAsync(line);
        if (!isRefused && settings.Demo) Console.WriteLine("  They stand beside the sample goods of this demo shop.");
        if (!isRefused && !await db.Users.AnyAsync()) Console.WriteLine("  This shop has no owner yet: start it and open the link it prints. No sample goods will be added to yours.");
        return isRefused ? 1 : 0;
    }

    private static async Task<int> BooksAsync(ShopDb db)
    {
        var differences = await Books.CheckAsync(db, CancellationToken.None);
        foreach (var difference in differences) Console.WriteLine(difference);
        var (orders, movements) = (await db.Orders.CountAsync(), await db.StockMovements.CountAsync());
        Console.WriteLine($"Books: {orders} orders, {movements} stock movements, {differences.Count} differences.");
        return differences.Count == 0 ? 0 : 1;
    }

    private static async Task<int> DemoAsync(ShopDb db, TimeProvider clock)
    {
        await Data.Seeds.DemoShop.FillAsync(db, clock, CancellationToken.None);
        Console.WriteLine($"{await db.Products.CountAsync()} sample goods and {await db.Orders.CountAsync()} past orders are in the shop.");
        return 0;
    }

    private static async Task<int> UserAsync(UserManager<Person> people, string email)
    {
        var person = await people.FindByEmailAsync(email) ?? throw new Refusal("user.none", "Nobody has the e-mail {0}.", email);
        var password = Opening.NewPassword();
        var reset = await people.ResetPasswordAsync(person, await people.GeneratePasswordResetTokenAsync(person), password);
        if (!reset.Succeeded) throw new Refusal("user.reset", "{0}", string.Join(" ", reset.Errors.Select(e => e.Description)));
        await people.SetLockoutEndDateAsync(person, null);
        Console.WriteLine($"New password of {email}: {password}");
        return 0;
    }
}
