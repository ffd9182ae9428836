// The same program from the command line: import, export, backup, restore, books, demo, user. Without a command it runs the shop.
using Makola.Data.Backups;
using Makola.Domain.Catalogue.Export;
using Makola.Domain.Catalogue.Import;
using Makola.Web;
using Microsoft.AspNetCore.Identity;

namespace Makola;

/// <summary>Commands beside the running shop. Exit codes: 0 done, 1 "no" with the reason, 2 used wrongly.</summary>
public static class CommandLine
{
    private static readonly string[] Commands = ["import", "export", "backup", "restore", "books", "demo", "user", "help"];

    /// <summary>Words with dashes that are no settings.</summary>
    private static readonly string[] Switches = ["--dry-run", "--orders", "--customers", "--yes"];

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
                makola import FILE.csv    brings in goods: of this shop's export, Shopify's or WooCommerce's; all of the file or nothing
                       --dry-run          says row by row what would be created, changed or refused, and writes nothing
                makola export FILE.csv    writes all goods into a file that imports back; - writes to standard output
                       --orders           all orders instead, a row for each line
                       --customers        everybody who ordered instead
                makola backup FILE.zip    writes the whole shop into one file while it sells, and proves the file
                makola restore FILE.zip   unpacks a backup beside the shop and says what is in it
                       --yes              puts it in place as well; the old shop is kept as a backup
                makola books              proves stock, holds, orders, states and the log of staff's deeds; exit 1 names what differs
                       --head=NAME        also that the log still has the end it had: of a backup's name, or of the daily mail
                makola demo [on|off]      fills an empty shop with sample goods and orders; on puts sample goods beside real ones, off takes them away
                makola user EMAIL         gives a member of staff a new password and prints it
                Every command takes --Shop:Data=FOLDER for another shop than the usual one.
                """);
            return command == "help" ? 0 : 2;
        }

        var words = args.Skip(1).Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
        var builder = Foundation.Lay([.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal) && !Switches.Contains(a))]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Standard output belongs to what a command answers.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddShopDatabase();
        builder.Services.AddShopPeople();
        await using var services = builder.Services.BuildServiceProvider();
        if (!await Opening.BringUpToDateAsync(services)) return 1;
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        await Opening.PrepareAsync(db, CancellationToken.None);
        db.Deed = new Deed(Actor.Shop("command line"), $"makola {string.Join(' ', args)}", scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        try
        {
            return command switch
            {
                "import" when words is [var path] => await ImportAsync(db, path, args.Contains("--dry-run"), scope.ServiceProvider.GetRequiredService<TimeProvider>()),
                "export" when words is [var path] => await ExportAsync(path, stream => args.Contains("--orders") ? OrdersAsync(db, stream) : args.Contains("--customers") ? CustomersAsync(db, stream) : GoodsAsync(db, stream)),
                "backup" when words is [var path] => await BackupAsync(services.GetRequiredService<Backups>(), path),
                "restore" when words is [var path] => await RestoreAsync(db, services.GetRequiredService<Restoring>(), path, args.Contains("--yes")),
                "books" => await BooksAsync(db, builder.Configuration["head"]),
                "demo" when words is [] or ["on" or "off"] => await DemoAsync(db, words.FirstOrDefault(), scope.ServiceProvider.GetRequiredService<TimeProvider>()),
                "user" when words is [var email] => await UserAsync(scope.ServiceProvider.GetRequiredService<UserManager<Person>>(), email),
                _ => await RunAsync("?", args),
            };
        }
        catch (Exception no) when (no is Refusal or ShopBusyException)
        {
            await Console.Error.WriteLineAsync(no.Message);
            return 1;
        }
    }

    private static async Task<int> ImportAsync(ShopDb db, string path, bool isTrial, TimeProvider clock)
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
            goods = GoodsCsv.Read(file, settings.Currency);
        if (isTrial)
        {
            var trial = await GoodsImport.TryAsync(db, goods, clock.GetUtcNow(), CancellationToken.None);
            foreach (var line in trial.TrialLines(name)) Console.WriteLine(line);
            return trial.Faults.Count > 0 ? 1 : 0;
        }

        var report = await GoodsImport.ApplyAsync(db, goods, name, Actor.Shop("import"), clock.GetUtcNow(), CancellationToken.None);
        var isRefused = report.Faults.Count > 0;
        foreach (var line in report.Lines(name)) await (isRefused ? Console.Error : Console.Out).WriteLineAsync(line);
        if (!isRefused && settings.Demo) Console.WriteLine("  They stand beside the sample goods of this demo shop.");
        if (!isRefused && !await db.Users.AnyAsync()) Console.WriteLine("  This shop has no owner yet: start it and open the link it prints. No sample goods will be added to yours.");
        return isRefused ? 1 : 0;
    }

    private static async Task<string> GoodsAsync(ShopDb db, Stream stream)
    {
        var (products, variants, leftOut) = await GoodsExport.WriteAsync(db, stream, CancellationToken.None);
        return $"{products} products with {variants} variants{(leftOut > 0 ? $" ({leftOut} with nothing left to buy are not in it)" : "")}";
    }

    private static async Task<string> OrdersAsync(ShopDb db, Stream stream) => $"{await OrdersExport.WriteOrdersAsync(db, stream, CancellationToken.None)} orders";

    private static async Task<string> CustomersAsync(ShopDb db, Stream stream) => $"{await OrdersExport.WriteCustomersAsync(db, stream, CancellationToken.None)} customers";

    /// <summary>Writes to standard output for <c>-</c>; else to a file, which is there under its name only once it is whole.</summary>
    private static async Task<int> ExportAsync(string path, Func<Stream, Task<string>> write)
    {
        if (path == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await write(output);
            return 0;
        }

        var part = path + ".part";
        try
        {
            string what;
            await using (var file = File.Create(part)) what = await write(file);
            File.Move(part, path, overwrite: true);
            Console.WriteLine($"{path}: {what}, {new FileInfo(path).Length:N0} bytes.");
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            await Console.Error.WriteLineAsync($"{path} could not be written: {fault.Message}");
            return 1;
        }
    }

    private static async Task<int> BackupAsync(Backups backups, string path)
    {
        var manifest = await WatchedAsync(progress => backups.WriteAsync(Path.GetFullPath(path), progress, CancellationToken.None));
        Console.WriteLine($"{path}: the whole shop, {new FileInfo(path).Length:N0} bytes in {manifest.Files.Count} files, written, read again and proved.");
        foreach (var line in LinesOf(manifest)) Console.WriteLine($"  {line}");
        return manifest.Differences == 0 ? 0 : 1;
    }

    private static async Task<int> RestoreAsync(ShopDb db, Restoring restoring, string path, bool isMeant)
    {
        if (!File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"There is no file {Path.GetFullPath(path)}.");
            return 2;
        }

        var preview = await WatchedAsync(progress => restoring.PreviewAsync(path, progress, CancellationToken.None));
        var now = await ShopFigures.ReadAsync(db, CancellationToken.None);
        Console.WriteLine($"{path} is whole. In it:");
        foreach (var line in LinesOf(preview.Manifest)) Console.WriteLine($"  {line}");
        Console.WriteLine($"The shop as it is now: {now.Name}, {now.Products} goods, {now.Orders} orders{(now.LastOrder is { } last ? $", the last {last}" : "")}.");
        if (!isMeant)
        {
            Console.WriteLine($"Nothing has changed yet. Look around in it:  makola run --Shop:Data={preview.Folder}");
            Console.WriteLine($"Put it in place:  makola restore {path} --yes");
            return 0;
        }

        var kept = await WatchedAsync(progress => restoring.SwapAsync(progress, CancellationToken.None));
        Console.WriteLine($"It is in place. The old shop is kept in {kept}.");
        return 0;
    }

    private static IEnumerable<string> LinesOf(BackupManifest manifest)
    {
        var shop = manifest.Shop;
        yield return $"{shop.Name}, as it was on {manifest.MadeAt:yyyy-MM-dd HH:mm} UTC";
        yield return $"{shop.Products} goods, {shop.Orders} orders{(shop.LastOrder is { } last ? $", the last {last} of {shop.LastOrderAt:yyyy-MM-dd HH:mm}" : "")}";
        yield return $"can sign in: {(shop.Staff.Count == 0 ? "nobody yet" : string.Join(", ", shop.Staff))}";
        yield return manifest.Differences == 0 ? "Books: 0 differences" : $"Books: {manifest.Differences} differences; run books on it to see them";
    }

    /// <summary>Runs long work and says on standard error how far it is, where a person is watching.</summary>
    private static async Task<T> WatchedAsync<T>(Func<OperationProgress, Task<T>> work)
    {
        var progress = new OperationProgress();
        if (Console.IsErrorRedirected) return await work(progress);
        await using var timer = new Timer(_ =>
        {
            var (step, done, total) = progress.Now;
            Console.Error.Write($"\r{(total > 0 ? $"{step} {100 * done / total} %" : step),-60}\r");
        }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));
        return await work(progress);
    }

    private static async Task<int> BooksAsync(ShopDb db, string? head)
    {
        var end = head is null ? null : AuditEntry.HeadIn(head) ?? throw new Refusal("books.head", "“{0}” does not end like 41-ab12cd34ef56, as the name of a backup does.", head);
        var differences = await Books.CheckAsync(db, CancellationToken.None, end);
        foreach (var difference in differences) Console.WriteLine(difference);
        var (orders, movements, entries) = (await db.Orders.CountAsync(), await db.StockMovements.CountAsync(), await AuditLog.HeadAsync(db, CancellationToken.None));
        Console.WriteLine($"Books: {orders} orders, {movements} stock movements, {(entries is null ? "an empty log" : $"a log up to {entries}")}, {differences.Count} differences.");
        return differences.Count == 0 ? 0 : 1;
    }

    private static async Task<int> DemoAsync(ShopDb db, string? word, TimeProvider clock)
    {
        if (word is null) await Data.Seeds.DemoShop.FillAsync(db, clock, CancellationToken.None);
        Console.WriteLine(word switch
        {
            "on" => await Data.Seeds.Practice.TurnOnAsync(db, clock, CancellationToken.None),
            "off" => await Data.Seeds.Practice.TurnOffAsync(db, clock, CancellationToken.None),
            _ => $"{await db.Products.CountAsync()} sample goods and {await db.Orders.CountAsync()} past orders are in the shop.",
        });
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
