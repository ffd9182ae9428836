// Everything the shop has of a customer, as he may take it with him: one file of JSON for each kind, in a ZIP.
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Makola.Domain.Customers;

/// <summary>Writes a customer's own data. Never in it: secrets, and what staff noted for themselves.</summary>
public static class OwnData
{
    private const int AtOnce = 50;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes the ZIP while it goes out: of orders, only some are in memory at a time.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="personId">Whose.</param>
    /// <param name="to">Where to.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task WriteAsync(ShopDb db, long personId, Stream to, CancellationToken ct)
    {
        var person = await db.Users.AsNoTracking().Where(u => u.Id == personId)
            .Select(u => new { u.Name, u.Email, u.EmailConfirmed, Phone = u.PhoneNumber, PhoneConfirmed = u.PhoneNumberConfirmed, u.JoinedAt, u.LeavesAt, u.TwoFactorEnabled, u.CartToken }).SingleAsync(ct);
        var card = await db.Customers.AsNoTracking().Where(c => c.PersonId == personId)
            .Select(c => new { c.Id, c.Name, c.Phone, c.Email, c.Since, c.NewsAgreedAt, c.Orders, c.Spent, c.LastOrderAt }).FirstOrDefaultAsync(ct);
        var id = card?.Id ?? 0;
        var cart = await CartView.ReadAsync(db, person.CartToken, ct);

        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await AddAsync(zip, "person.json", new
        {
            person.Name, person.Email, person.EmailConfirmed, person.Phone, person.PhoneConfirmed, person.JoinedAt, person.LeavesAt, person.TwoFactorEnabled,
            Card = card is null ? null : new { card.Name, card.Phone, card.Email, card.Since, card.NewsAgreedAt, card.Orders, card.Spent, card.LastOrderAt },
        }, ct);
        await AddAsync(zip, "addresses.json", (await AddressBook.OfAsync(db, id, ct)).ConvertAll(a => new { a.Name, a.Phone, Region = Region.NameOf(a.RegionCode), a.Landmark, a.DigitalAddress, a.IsFirst }), ct);
        await AddAsync(zip, "orders.json", OrdersAsync(db, id, ct), ct);
        await AddAsync(zip, "cart.json", cart.Lines.Select(l => new { l.Name, l.Choices, l.Sku, l.Qty, l.Price }), ct);
        await AddAsync(zip, "wishes.json", await db.Wishes.AsNoTracking().Where(w => w.CustomerId == id).OrderBy(w => w.ProductId).Take(Wish.Most)
            .Join(db.Products, w => w.ProductId, p => p.Id, (w, p) => new { p.Name, p.Slug, w.At }).ToListAsync(ct), ct);
        await AddAsync(zip, "reviews.json", await db.Reviews.AsNoTracking().Where(r => r.CustomerId == id).OrderBy(r => r.Id).Take(10_000)
            .Join(db.Products, r => r.ProductId, p => p.Id, (r, p) => new { Product = p.Name, r.Name, r.Stars, r.Text, State = r.State.ToString(), r.At, r.Answer, r.AnsweredAt }).ToListAsync(ct), ct);
        await AddAsync(zip, "requests.json", person is { Email: { } own, EmailConfirmed: true } ? await db.StockRequests.AsNoTracking().Where(r => r.Email == own.ToLowerInvariant()).OrderBy(r => r.Id).Take(10_000)
            .Join(db.Variants.IgnoreQueryFilters(), r => r.VariantId, v => v.Id, (r, v) => new { Product = v.Product.Name, Choices = v.ChoiceText, r.At }).ToListAsync(ct) : [], ct);
        await AddAsync(zip, "sessions.json", await db.SignInSessions.AsNoTracking().Where(s => s.PersonId == personId).OrderBy(s => s.StartedAt).ThenBy(s => s.Key).Take(1_000)
            .Select(s => new { s.StartedAt, s.SeenAt, s.From, s.Agent }).ToListAsync(ct), ct);
        await AddAsync(zip, "messages.json", person.Email is null ? [] : await db.Messages.AsNoTracking().Where(m => m.To == person.Email).OrderBy(m => m.Id).Take(10_000)
            .Select(m => new { m.QueuedAt, m.SentAt, m.Subject, Text = m.Secret ? "" : m.Text }).ToListAsync(ct), ct);
    }

    /// <summary>His orders with their lines and what happened to them, as he may see it: no names of staff, no notes of theirs.</summary>
    private static async IAsyncEnumerable<object> OrdersAsync(ShopDb db, long card, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = 0L;
        while (true)
        {
            var some = await db.Orders.AsNoTracking().Where(o => o.CustomerId == card && o.Number > after).OrderBy(o => o.Number).Take(AtOnce)
                .Include(o => o.Lines.OrderBy(l => l.LineNo)).Include(o => o.Events.OrderBy(e => e.Seq)).AsSplitQuery().ToListAsync(ct);
            foreach (var o in some)
            {
                yield return new
                {
                    o.Number, o.PlacedAt, Status = o.Status.ToString(), Money = o.Money.ToString(), Goods = o.Goods.ToString(), o.Currency, o.Name, o.Phone, o.Email, Delivery = o.Delivery.ToString(),
                    Region = Region.NameOf(o.RegionCode), o.Landmark, o.DigitalAddress, Note = o.BuyerNote, Method = o.Method.ToString(), o.GoodsTotal, o.DeliveryTotal, o.Total,
                    Lines = o.Lines.Select(l => new { l.Name, l.Choices, l.Sku, l.UnitPrice, l.Ordered, l.Cancelled, l.Sent, l.Delivered, l.Total }),
                    Events = o.Events.Where(e => e.Type != "Note").Select(e => new { e.Type, e.At }),
                };
            }

            if (some.Count < AtOnce) yield break;
            after = some[^1].Number;
        }
    }

    private static async Task AddAsync<T>(ZipArchive zip, string name, T content, CancellationToken ct)
    {
        await using var file = await zip.CreateEntry(name).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(file, content, Json, ct);
    }
}
