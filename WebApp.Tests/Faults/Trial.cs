// A shop under a fault: people in it, a mail server beside it, and the proof that it stood it.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Makola.Domain.Messages;

namespace Makola.Tests.Faults;

/// <summary>One fault happening to one shop.</summary>
internal sealed class Trial(Fault fault, int rounds, bool isLong, int? seed, Action<string> say) : IAsyncDisposable
{
    private readonly Dictionary<(Part Part, bool IsAfter), HashSet<Cell>> _cells = [];
    private readonly SmtpSink _sink = new();
    private Disk? _disk;
    private RunningShop? _shop;
    private Shoppers? _shoppers;
    private Buyer? _efua;
    private int _proofs;

    /// <summary>What happens.</summary>
    public Fault Fault => fault;

    /// <summary>How often it happens.</summary>
    public int Rounds => rounds;

    /// <summary>Whether there is time for the long form.</summary>
    public bool IsLong => isLong;

    /// <summary>The seed of chance that is asked for; null for any.</summary>
    public int? Seed => seed;

    /// <summary>The shop.</summary>
    public RunningShop Shop => _shop ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <summary>Its customers.</summary>
    public Shoppers Shoppers => _shoppers ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <summary>Its owner, signed in.</summary>
    public Buyer Efua => _efua ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <summary>Its disk.</summary>
    public Disk Disk => _disk ?? throw new InvalidOperationException("This fault has no disk of its own.");

    /// <summary>The mail server.</summary>
    public SmtpSink Sink => _sink;

    /// <summary>Tells the reader what was done or found.</summary>
    public void Say(string what) => say(what);

    /// <summary>What a part did: one cell of the matrix, in words.</summary>
    public string CellOf(Part part)
    {
        string Words(bool isAfter) => _cells.TryGetValue((part, isAfter), out var seen) ? string.Join("/", seen.Order().Select(cell => InWords(cell))) : "–";
        return $"{Words(false)} → {Words(true)}";
    }

    /// <summary>Opens the shop with the cast in it, and signs its owner in.</summary>
    public async Task OpenAsync()
    {
        _disk = fault.Disk?.Invoke();
        var data = _disk is null ? Watchman.NewFolder("trial") : Path.Combine(_disk.Folder, "shop");
        await Cast.PutIntoAsync(data);
        if (fault.PrepareAsync is not null) await fault.PrepareAsync(this, data);
        if (_disk is not null) Disk.Settle();
        var opening = fault.Opening(data);
        _shop = await RunningShop.StartAsync(opening with { Data = data, Settings = new Dictionary<string, string>([.. _sink.Settings, .. opening.Settings]) });
        _shoppers = isLong ? new Shoppers(_shop, 8, pause: TimeSpan.Zero) : new Shoppers(_shop, 4);
        _efua = _shop.NewBuyer();
        await _efua.SignInAsync();
    }

    /// <summary>Looks at the pages, the checkout and the back office in the middle of the fault; each is to do what its row says.</summary>
    public async Task LookAsync()
    {
        var (pages, checkout, office) = (PagesAsync(), CheckoutAsync(), OfficeAsync());
        Note(Part.Pages, await pages, isAfter: false);
        Note(Part.Checkout, await checkout, isAfter: false);
        Note(Part.Office, await office, isAfter: false);
    }

    /// <summary>What the outbox does in the middle of a fault of the mail server: nothing counts as sent that was queued since it began.</summary>
    /// <param name="since">How many mails had arrived before.</param>
    public void LookAtOutbox(int since)
    {
        var (sent, waiting) = (Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE State = 'Sent'"), Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE State IN ('Waiting', 'Sending')"));
        Note(Part.Outbox, sent == since && waiting > 0 ? Cell.KeepsForLater : Cell.IsBroken, isAfter: false);
        Say($"  {waiting} mails kept for later");
    }

    /// <summary>
    /// The fault is over. Within a minute or two everything works again: each part does what was asked of it, everybody who got no answer gets one, each
    /// acknowledged order is there once, each mail arrived, and Books has no differences.
    /// </summary>
    public async Task ProveAsync()
    {
        var (clock, over) = (Stopwatch.StartNew(), DateTimeOffset.UtcNow);
        await Shoppers.StopAsync();
        await HealedAsync("a page is answered", PagesAsync);
        Say(string.Create(CultureInfo.InvariantCulture, $"  first healthy page {clock.Elapsed.TotalSeconds:0.00} s after it was over"));
        await Shoppers.PressAgainAsync();
        await HealedAsync("an order is taken", CheckoutAsync);
        Note(Part.Pages, await PagesAsync(), isAfter: true);
        Note(Part.Checkout, await CheckoutAsync(), isAfter: true);
        Note(Part.Office, await OfficeAsync(), isAfter: true);
        Shoppers.AssertAllAreThere();
        var orders = Shop.Scalar<int>("SELECT count(*) FROM Orders");
        Say($"  {Shoppers.Acknowledged.Count} orders acknowledged, {orders} in the shop, 0 lost; “busy” {Shoppers.Busy} times");
        Assert.Equal(Shoppers.Acknowledged.Count, orders - Before);
        await MailAsync(over);
        await Shop.BooksAsync();
        Note(Part.Books, Cell.Works, isAfter: true);
        Say("  Books: 0 differences");
    }

    /// <summary>Orders that were there before anybody came.</summary>
    public int Before { get; set; }

    /// <summary>Stops the shop as its keeper does. Whatever the row promises was looked at by then, meanwhile and after.</summary>
    public async Task CloseAsync()
    {
        foreach (var part in Enum.GetValues<Part>())
        {
            Assert.True(_cells.ContainsKey((part, false)) == fault.ExpectedOf(part) is not null, $"{fault}: what is promised of {part} meanwhile and what was looked at are not the same.");
            Assert.True(_cells.ContainsKey((part, true)), $"{fault}: nobody looked at {part} afterwards.");
        }

        await Shoppers.StopAsync();
        await Shop.StopAsync();
    }

    /// <summary>Waits for something, up to two minutes.</summary>
    /// <param name="what">What, as the end of a sentence.</param>
    /// <param name="isSo">Asks whether it is so now.</param>
    /// <param name="now">Says how it is, when it took too long.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, Func<string>? now = null)
    {
        for (var clock = Stopwatch.StartNew(); !await isSo(); await Task.Delay(100))
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"Waited two minutes until {what}.{(now is null ? "" : $" {now()}")}");
    }

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, Func{string})"/>
    public static Task UntilAsync(string what, Func<bool> isSo, Func<string>? now = null) => UntilAsync(what, () => Task.FromResult(isSo()), now);

    private async Task HealedAsync(string what, Func<Task<Cell>> look)
    {
        var cell = await look();
        for (var clock = Stopwatch.StartNew(); cell != Cell.Works; cell = await look())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"Waited two minutes until {what}: it {InWords(cell)}. {string.Join('\n', Shoppers.Strange.Take(3))}\n{Tail(Shop.Output)}");
            await Task.Delay(100);
        }
    }

    /// <summary>A page that must come from the database, and a search.</summary>
    private async Task<Cell> PagesAsync()
    {
        using var visitor = Shop.NewBuyer();
        foreach (var path in new[] { $"/p/{Cast.PalmOil.Slug}?v={Cast.VariantId(Cast.PalmOil)}&n={Interlocked.Increment(ref _proofs)}", "/search?q=gari", "/" })
            if (await CellAsync(async () => await visitor.GetAsync(path), page => page.Status == HttpStatusCode.OK) is not Cell.Works and var cell) return cell;
        return Cell.Works;
    }

    /// <summary>One order, by a customer with an e-mail.</summary>
    private Task<Cell> CheckoutAsync() => CellAsync(() => Shoppers.BuyOnceAsync(form => form["Contact"] = $"ama{Interlocked.Increment(ref _proofs)}@mail.example"), page => page.SentToOrder);

    /// <summary>The list of orders, for the owner; who signs in anew where the fault ended his session.</summary>
    private async Task<Cell> OfficeAsync()
    {
        var cell = await CellAsync(async () => await _efua!.GetAsync("/office/orders"), page => page.Status == HttpStatusCode.OK);
        if (cell != Cell.Works || _efua!.Page!.Path == "/office/orders") return cell;
        _efua.Move();
        await _efua.SignInAsync();
        return await CellAsync(async () => await _efua!.GetAsync("/office/orders"), page => page.Status == HttpStatusCode.OK && page.Path == "/office/orders");
    }

    private static async Task<Cell> CellAsync(Func<Task<Page?>> ask, Func<Page, bool> isRight)
    {
        try
        {
            return await ask() switch
            {
                null => Cell.IsSilent,
                { } page when isRight(page) => Cell.Works,
                { Status: HttpStatusCode.ServiceUnavailable } busy when busy.Response.Headers.RetryAfter is not null && busy.Has("main") && busy.Text.Length > 20 => Cell.AsksToWait,
                _ => Cell.IsBroken,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or SocketException)
        {
            return Cell.IsSilent;
        }
    }

    /// <param name="over">When the fault was over.</param>
    private async Task MailAsync(DateTimeOffset over)
    {
        // Those that are to be tried again are due now; so are those taken before the end of the fault by who never said what came of them.
        if (fault.MayRepeatMail) Shop.Execute("UPDATE Messages SET DueAt = 1 WHERE State = 'Sending' AND DueAt < $last", ("$last", (over + Message.Lease).ToUnixTimeMilliseconds()));
        await UntilAsync("all mail has left", () =>
        {
            Shop.Execute("UPDATE Messages SET DueAt = 1 WHERE State = 'Waiting' AND DueAt > 1");
            return Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE State <> 'Sent'") == 0;
        }, () => $"{Shop.Scalar<string>("SELECT group_concat(State || ' after ' || Tries || ' tries: ' || coalesce(LastError, ''), '; ') FROM Messages WHERE State <> 'Sent'")}\n{Tail(Shop.Output)}");
        Note(Part.Outbox, Cell.Works, isAfter: true);
        using var connection = Shop.Sql();
        var names = RunningShop.Column(connection, "SELECT MessageId FROM Messages").ToHashSet();
        var arrived = _sink.Mails.CountBy(mail => mail["Message-ID"]).ToDictionary();
        Assert.Empty(names.Except(arrived.Keys));
        Assert.Empty(arrived.Keys.Except(names));
        Assert.True(fault.MayRepeatMail || arrived.Values.All(copies => copies == 1), "A mail came twice.");
        // The owner is told of each order, and those customers who gave an e-mail.
        Assert.Equal(Shop.Scalar<int>("SELECT count(*) FROM Orders") - Before, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Kind = 'NewOrder'"));
        Assert.Equal(Shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Email IS NOT NULL"), Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Kind = 'OrderPlaced'"));
        Say($"  {names.Count} mails queued, all arrived, {arrived.Values.Count(copies => copies > 1)} of them more than once");
    }

    private void Note(Part part, Cell cell, bool isAfter)
    {
        if (!_cells.TryGetValue((part, isAfter), out var seen)) _cells[(part, isAfter)] = seen = [];
        seen.Add(cell);
        var expected = isAfter ? Cell.Works : fault.ExpectedOf(part);
        var isSo = cell == expected || (expected == Cell.WorksOrAsksToWait && cell is Cell.Works or Cell.AsksToWait);
        Assert.True(isSo, $"{fault}: {part} {InWords(cell)} {(isAfter ? "after" : "during")} it, where it should be “{InWords(expected)}”. {string.Join('\n', Shoppers.Strange.Take(3))}\n{Tail(Shop.Output)}");
    }

    private static string InWords(Cell? cell) => cell switch
    {
        Cell.Works => "works",
        Cell.AsksToWait => "asks to wait",
        Cell.WorksOrAsksToWait => "works or asks to wait",
        Cell.IsSilent => "is silent",
        Cell.KeepsForLater => "keeps for later",
        null => "–",
        _ => "is broken",
    };

    internal static string Tail(string text) => text.Length > 3_000 ? text[^3_000..] : text;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _efua?.Dispose();
        if (_shop is not null) await _shop.DisposeAsync();
        if (_shoppers is not null) await _shoppers.StopAsync();
        _shoppers?.Dispose();
        await _sink.DisposeAsync();
        _disk?.Dispose();
    }
}
