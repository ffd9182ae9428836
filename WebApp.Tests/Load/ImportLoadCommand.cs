// `dotnet run --project WebApp.Tests -c Release -- import-load`: 10,000 goods of three variants come into the published shop through the back office
// while visitors look around and a buyer orders; then the lists of the back office at that size, the export, the same file again, and taking it all back.
using System.Diagnostics;
using System.Net;
using System.Text;
using static Makola.Tests.Load.Figures;

namespace Makola.Tests.Load;

/// <summary>The import-load command.</summary>
internal static class ImportLoadCommand
{
    private const int Goods = 10_000, Looks = 20;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    private static readonly string[] Lists =
    [
        "/office/products", "/office/products?at=300", "/office/products?q=thing", "/office/products?q=THING-04711-M", "/office/products/grid", "/office/products/grid?q=thing", "/office/products/grid?at=150",
        "/office/stock", "/office/stock?tab=low", "/office/stock?q=thing", "/office/find?q=thing", "/office/history", "/office",
    ];

    /// <summary>What the shop promises, in seconds; the command's exit code is 1 when a promise is broken.</summary>
    private const double Import = 60, Again = 10, TakenBack = 30, LongestWait = 5;

    /// <summary>Runs it.</summary>
    /// <returns>0 when every promise was kept.</returns>
    public static async Task<int> RunAsync()
    {
        await using var shop = await Cast.OpenAsync(new Opening { Program = await LoadCommand.PublishAsync() });
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        await Traffic.DuringAsync(shop, () => Task.Delay(Calm)); // The just-in-time compiler's share.
        Say("before", $"{await Traffic.DuringAsync(shop, () => Task.Delay(Calm))}");

        var file = Encoding.UTF8.GetBytes(Sheet());
        var trial = await OfWorkAsync(shop, "trial", () => TryAsync(efua, file));
        var done = await OfWorkAsync(shop, "import", () => EndAsync(efua, () => efua.SubmitAsync(trial.FormTo("handler=Import"))), Import);
        Expect(shop.Scalar<int>("SELECT count(*) FROM Products WHERE Slug LIKE 'thing-%'") == Goods, done);

        foreach (var path in Lists)
            await LookAtAsync(efua, path);
        await ExportAsync(shop, efua);
        var again = await OfWorkAsync(shop, "the same file again", () => TryAsync(efua, file), Again);
        Expect(again.Text.Contains("The shop has all of this already", StringComparison.Ordinal), again);
        Page? gone = null;
        var undo = Stopwatch.StartNew();
        var during = await Traffic.DuringAsync(shop, async () =>
        {
            gone = await efua.SubmitAsync(done.FormTo("handler=Undo"));
            undo.Stop();
        });
        Promise("taken back", undo.Elapsed.TotalSeconds, "s", most: TakenBack);
        Tell(during);
        Expect(gone!.Text.Contains("Taken back", StringComparison.Ordinal), gone);
        await shop.BooksAsync();
        Say("books", "no differences");
        return Kept ? 0 : 1;
    }

    /// <summary>A piece of long work with a crowd in the shop: how long it took, and what the crowd met.</summary>
    private static async Task<Page> OfWorkAsync(RunningShop shop, string what, Func<Task<Page>> work, double? most = null)
    {
        Page? ended = null;
        var during = await Traffic.DuringAsync(shop, async () => ended = await work());
        var took = shop.Scalar<long>("SELECT EndedAt - StartedAt FROM Operations ORDER BY Id DESC LIMIT 1") / 1000.0;
        if (most is { } bound)
            Promise(what, took, "s", most: bound);
        else
            Say(what, $"{took:0.00} s");
        Tell(during);
        return ended!;
    }

    private static void Tell(Traffic during)
    {
        Say("  meanwhile", $"{during}");
        Promise("  longest wait of a buyer", during.LongestWait.TotalSeconds, "s", most: LongestWait);
        Promise("  refused", during.Refused, "", most: 0);
    }

    private static async Task<Page> TryAsync(Buyer efua, byte[] file)
    {
        var form = (await efua.GetAsync("/office/products/import")).FormTo("/office/products/import").Attach("csv", "things.csv", file);
        var ended = await EndAsync(efua, () => efua.SubmitAsync(form));
        return await efua.GetAsync(ended.One("a.button--main").GetAttribute("href")!);
    }

    private static async Task<Page> EndAsync(Buyer efua, Func<Task<Page>> begin)
    {
        var page = await begin();
        while (page.Has("#how-far"))
        {
            await Task.Delay(200);
            page = await efua.GetAsync(page.Path);
        }

        Expect(page.Text.Contains("Done.", StringComparison.Ordinal), page);
        return page;
    }

    private static async Task LookAtAsync(Buyer efua, string path)
    {
        var times = new long[Looks];
        for (var look = -2; look < Looks; look++) // Two to warm up.
        {
            var began = Stopwatch.GetTimestamp();
            (await efua.GetAsync(path)).Expect(HttpStatusCode.OK);
            if (look >= 0)
                times[look] = Stopwatch.GetTimestamp() - began;
        }

        Array.Sort(times);
        var run = new Run(Looks, default, times);
        Say(path, $"p50 {run.Within(0.5).TotalMilliseconds:N0} ms, slowest {run.Within(1).TotalMilliseconds:N0} ms");
    }

    private static async Task ExportAsync(RunningShop shop, Buyer efua)
    {
        var form = (await efua.GetAsync("/office/products/export")).FormTo("handler=Goods");
        var (before, highest, clock) = (Megabytes(shop.ProcessId), 0.0, Stopwatch.StartNew());
        var sending = efua.SubmitAsync(form);
        while (!sending.IsCompleted)
        {
            highest = Math.Max(highest, Megabytes(shop.ProcessId));
            await Task.WhenAny(sending, Task.Delay(50));
        }

        var file = await sending;
        Say("export", $"{clock.Elapsed.TotalSeconds:0.00} s, {file.Bytes.Length / 1024.0 / 1024:0.0} MB; memory {before:0} MB before, {highest:0} MB at most, {Megabytes(shop.ProcessId):0} MB after");
    }

    /// <summary>A Shopify export of goods in three sizes.</summary>
    private static string Sheet()
    {
        var file = new StringBuilder("Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n");
        for (var n = 1; n <= Goods; n++)
        {
            file.Append(FormattableString.Invariant($"thing-{n:00000},Thing number {n},<p>Made for measuring. It has <b>words</b>.</p>,Maker {n % 40},Kind {n % 20},\"tag{n % 30}, measured\",true,Size,S,THING-{n:00000}-S,{5 + n % 300}.50,20\n"));
            foreach (var size in new[] { "M", "L" })
                file.Append(FormattableString.Invariant($"thing-{n:00000},,,,,,,,{size},THING-{n:00000}-{size},{6 + n % 300}.50,20\n"));
        }

        return file.ToString();
    }

    private static void Expect(bool isSo, Page page)
    {
        if (!isSo)
            throw new InvalidOperationException($"{page.Path} ({(int)page.Status}): {page.Text}");
    }
}
