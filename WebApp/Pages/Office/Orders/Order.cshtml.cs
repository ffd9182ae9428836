// One order: what it is, what to do next, and every deed staff can do with it. Each deed is a form of its own.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Orders;

/// <summary>The order at <c>/office/orders/1042</c>. A deed is answered with the order as it then is: swapped in, or after a redirect.</summary>
[Needs(Scopes.Orders)]
public sealed class OrderModel(ShopDb db, CurrentShop shop, Outbox outbox) : OfficePage(db, shop)
{
    private const int MostMails = 12;

    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>The latest mail about it, newest first.</summary>
    public IReadOnlyList<Mail.MailRow> Mails { get; private set; } = [];

    /// <summary>What to do next.</summary>
    public NextStep Step { get; private set; }

    /// <summary>The parcel the next step is about.</summary>
    public Parcel? Parcel { get; private set; }

    /// <summary>Name of the form that was refused, so that it is open and shows why; null when none was.</summary>
    public string? Refused { get; private set; }

    /// <summary>Pieces to pack, by line.</summary>
    public PackForm Pack { get; private set; } = new();

    /// <summary>Who carries a parcel.</summary>
    public SendForm Send { get; private set; } = new();

    /// <summary>Money that came in.</summary>
    public MoneyForm Receive { get; private set; } = new();

    /// <summary>Money that went back.</summary>
    public MoneyForm Return { get; private set; } = new();

    /// <summary>Why it is called off.</summary>
    public CancelForm Cancel { get; private set; } = new();

    /// <summary>A note.</summary>
    public NoteForm Note { get; private set; } = new();

    /// <summary>Pieces to pack by line number, as typed; everything when <see cref="All"/>.</summary>
    public sealed record PackForm
    {
        /// <summary>Pack everything there is to pack.</summary>
        public bool All { get; init; }

        /// <summary>Pieces by line number.</summary>
        public Dictionary<int, int?> Qty { get; init; } = [];
    }

    /// <summary>A parcel and who carries it.</summary>
    public sealed record SendForm
    {
        /// <summary>Number of the parcel.</summary>
        public int Parcel { get; init; }

        /// <summary>A rider's name, a courier, a bus line.</summary>
        public string? Carrier { get; init; }

        /// <summary>Tracking number, or the rider's phone.</summary>
        public string? Tracking { get; init; }
    }

    /// <summary>An amount and the network's transaction id.</summary>
    public sealed record MoneyForm
    {
        /// <summary>As typed: 477.50.</summary>
        public string? Amount { get; init; }

        /// <summary>As the network's message says; empty for cash.</summary>
        public string? TransactionId { get; init; }
    }

    /// <summary>The reason the customer reads.</summary>
    public sealed record CancelForm
    {
        /// <summary>In a few words.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>A note for staff.</summary>
    public sealed record NoteForm
    {
        /// <summary>Its text.</summary>
        public string? Text { get; init; }
    }

    /// <summary>Shows the order.</summary>
    public async Task<IActionResult> OnGetAsync(long number, CancellationToken ct) =>
        await FindAsync(number, ct) ? Page() : NotFound();

    /// <summary>Packs everything, or the pieces chosen.</summary>
    public Task<IActionResult> OnPostPackAsync(long number, int? version, PackForm pack, CancellationToken ct)
    {
        Pack = pack;
        var chosen = pack.All ? null : pack.Qty.ToDictionary(q => q.Key, q => q.Value ?? 0);
        return DoAsync(nameof(Pack), number, version, order =>
        {
            var parcel = order.Pack(chosen, Me, Shop.Now);
            return $"{Pieces(parcel.Lines.Sum(l => l.Qty))} packed.";
        }, ct);
    }

    /// <summary>Takes a parcel apart again.</summary>
    public Task<IActionResult> OnPostUnpackAsync(long number, int? version, int parcel, CancellationToken ct) =>
        DoAsync("Unpack", number, version, order =>
        {
            order.Unpack(parcel, Me, Shop.Now);
            return $"Parcel {parcel} is unpacked; its pieces wait to be packed.";
        }, ct);

    /// <summary>A parcel leaves the house.</summary>
    public Task<IActionResult> OnPostSendAsync(long number, int? version, SendForm send, CancellationToken ct)
    {
        Send = send;
        return DoAsync(nameof(Send), number, version, order =>
        {
            order.Send(send.Parcel, send.Carrier, send.Tracking, Me, Shop.Now);
            return $"Parcel {send.Parcel} is on its way.";
        }, ct);
    }

    /// <summary>A parcel is with the buyer.</summary>
    public Task<IActionResult> OnPostDeliverAsync(long number, int? version, int parcel, CancellationToken ct) =>
        DoAsync("Deliver", number, version, order =>
        {
            order.Deliver(parcel, Me, Shop.Now);
            return order.Delivery == DeliveryKind.Collect ? $"Parcel {parcel} was collected." : $"Parcel {parcel} was delivered.";
        }, ct);

    /// <summary>Money came in, also late.</summary>
    public async Task<IActionResult> OnPostReceiveAsync(long number, int? version, MoneyForm receive, CancellationToken ct)
    {
        Receive = receive;
        if (Read(receive, nameof(Receive)) is not { } amount) return await AgainAsync(nameof(Receive), number, 422, ct);
        return await DoAsync(nameof(Receive), number, async () =>
        {
            var order = await RecordMoney.RecordAsync(Db, outbox, number, version, amount.Minor, receive.TransactionId, Me, Shop.Now, ct);
            return order switch
            {
                { Status: not OrderStatus.Expired } => $"{amount} received.",
                _ when order.Kept < order.Total => $"{amount} received. The order has expired; {order.InMoney(order.Total - order.Kept)} more would bring it back, else the money is to be returned.",
                _ => $"{amount} received. The order had expired and its goods are gone: the money is to be returned.",
            };
        }, ct);
    }

    /// <summary>Money went back. More than the shop's limit asks who it is.</summary>
    [Needs(Scopes.Refunds)]
    public async Task<IActionResult> OnPostReturnAsync(long number, int? version, [Bind(Prefix = nameof(Return))] MoneyForm back, CancellationToken ct)
    {
        Return = back;
        if (Read(back, nameof(Return)) is not { } amount) return await AgainAsync(nameof(Return), number, 422, ct);
        if (amount.Minor > Shop.Settings.RefundLimit && Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        return await DoAsync(nameof(Return), number, async () =>
        {
            await RecordMoney.ReturnAsync(Db, number, version, amount.Minor, back.TransactionId, Me, Shop.Now, ct);
            return $"{amount} returned.";
        }, ct);
    }

    /// <summary>Calls the order off.</summary>
    public Task<IActionResult> OnPostCancelAsync(long number, int? version, CancelForm cancel, CancellationToken ct)
    {
        Cancel = cancel;
        return DoAsync(nameof(Cancel), number, version, order =>
        {
            var pieces = order.PiecesHeld;
            order.Cancel(cancel.Reason, Me, Shop.Now);
            return order.Credit > 0
                ? $"Cancelled. {Pieces(pieces)} went back to stock; {order.InMoney(order.Credit)} is to be returned."
                : $"Cancelled. {Pieces(pieces)} went back to stock.";
        }, ct);
    }

    /// <summary>Leaves a note.</summary>
    public Task<IActionResult> OnPostNoteAsync(long number, int? version, NoteForm note, CancellationToken ct)
    {
        Note = note;
        return DoAsync(nameof(Note), number, version, order =>
        {
            order.AddNote(note.Text ?? "", Me, Shop.Now);
            return "Note kept.";
        }, ct);
    }

    /// <summary>"1 piece", "4 pieces".</summary>
    public static string Pieces(int count) => count == 1 ? "1 piece" : $"{count} pieces";

    private Task<IActionResult> DoAsync(string form, long number, int? version, Func<Order, string> deed, CancellationToken ct) =>
        DoAsync(form, number, () => Db.WriteAsync(async () =>
        {
            var order = await Db.Orders.WholeAsync(number, ct) ?? throw new Refusal("order.none", "There is no order {0}.", number) { Status = 404 };
            order.RefuseIfChangedSince(version);
            var said = deed(order);
            await outbox.AnnounceAsync(Db, ct);
            return said;
        }, ct), ct);

    /// <summary>Does the deed and says so; a "no" brings the order back as it stands, with the form as it was filled in.</summary>
    private async Task<IActionResult> DoAsync(string form, long number, Func<Task<string>> deed, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await AgainAsync(form, number, 422, ct);
        string said;
        try
        {
            said = await deed();
        }
        catch (Refusal refusal) when (refusal.Status != 404)
        {
            ModelState.AddModelError(refusal.On is null ? "" : $"{form}.{refusal.On}", refusal.Message);
            return await AgainAsync(form, number, refusal.Status, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            ModelState.AddModelError("", $"Order {number} changed meanwhile. Nothing was done; the page shows how it stands now.");
            return await AgainAsync(form, number, 409, ct);
        }

        if (!IsHtmx) return SayAt($"/office/orders/{number}", said);
        ModelState.Clear();
        (Pack, Send, Receive, Return, Cancel, Note, Said) = (new(), new(), new(), new(), new(), new(), said);
        return await FindAsync(number, ct) ? Partial("_Order", this) : NotFound();
    }

    /// <summary>A "no" that is not answered here means that there is no such order.</summary>
    public override Task<IActionResult> AgainAsync(CancellationToken ct) => Task.FromResult<IActionResult>(NotFound());

    private async Task<IActionResult> AgainAsync(string form, long number, int status, CancellationToken ct)
    {
        if (!await FindAsync(number, ct)) return NotFound();
        Refused = form;
        Response.StatusCode = status;
        return IsHtmx ? Partial("_Order", this) : Page();
    }

    private async Task<bool> FindAsync(long number, CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        if (await Db.Orders.AsNoTracking().WholeAsync(number, ct) is not { } order) return false;
        Order = order;
        Mails = await Db.Messages.Where(m => m.OrderNumber == number).OrderByDescending(m => m.Id).Select(Mail.MailRow.From).Take(MostMails).ToListAsync(ct);
        (Step, Parcel) = order.Next();
        Prefill();
        return true;
    }

    /// <summary>Amounts start with what is due, quantities with all there is to pack.</summary>
    private void Prefill()
    {
        if (Receive.Amount is null) Receive = Receive with { Amount = Order.Outstanding > 0 ? Order.InMoney(Order.Outstanding).Plain : null };
        if (Return.Amount is null) Return = Return with { Amount = Order.Credit > 0 ? Order.InMoney(Order.Credit).Plain : null };
        foreach (var line in Order.Lines.Where(l => l.ToPack > 0)) Pack.Qty.TryAdd(line.LineNo, line.ToPack);
    }

    private Money? Read(MoneyForm form, string name)
    {
        if (Money.TryParse(form.Amount, Shop.Settings.Currency, out var amount) && amount.Minor > 0) return amount;
        ModelState.AddModelError($"{name}.{nameof(form.Amount)}", $"Write the amount like this: {new Money(47750, Shop.Settings.Currency).Plain}.");
        return null;
    }
}
