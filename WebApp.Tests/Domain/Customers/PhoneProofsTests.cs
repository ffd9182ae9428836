// A phone is an account's only once staff say that its code came from it; then, and only then, what a guest ordered with it is his.
using Makola.Tests.Domain.Catalogue;

namespace Makola.Tests.Domain.Customers;

public sealed class PhoneProofsTests(CatalogueShop shop) : IClassFixture<CatalogueShop>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task AC06_a_guests_card_stays_his_until_the_phone_is_confirmed()
    {
        var (guest, yaw) = (await GuestAsync("+233241110001"), await PersonAsync("Yaw", "+233241110001"));
        await using var db = shop.NewDb();
        var note = new CustomerNote { CustomerId = guest, Text = "Calls before noon", By = Actor.Shop("test"), At = CatalogueShop.Now };
        db.Add(note);
        await shop.ImportAsync("Handle,Title,Variant SKU,Variant Price\nsoap,Soap,SOAP-1,5.00\n");
        var review = new Review { CustomerId = guest, ProductId = await db.Products.Select(p => p.Id).SingleAsync(), OrderNumber = 1 };
        review.Write("Guest", 5, "Smells of the sea", CatalogueShop.Now);
        db.Add(review);
        await db.SaveChangesAsync();

        var code = await PhoneProofs.AskAsync(db, yaw, "+233241110001", CatalogueShop.Now, None);

        Assert.Matches(@"^\d{6}$", code);
        Assert.False(await db.Customers.AnyAsync(c => c.PersonId == yaw));
        Assert.False((await ReadAsync(yaw)).PhoneNumberConfirmed);
        var waiting = Assert.Single(await PhoneProofs.ListAsync(db, CatalogueShop.Now, yaw, None));
        Assert.Equal(("Yaw", "+233241110001", code, (long?)null), (waiting.Name, waiting.Phone, waiting.Code, waiting.CardId));

        var card = await PhoneProofs.ConfirmAsync(db, waiting.Id, CatalogueShop.Now, None);

        var person = await ReadAsync(yaw);
        Assert.Equal(("+233241110001", true), (person.PhoneNumber, person.PhoneNumberConfirmed));
        Assert.Equal(card, await shop.AskAsync(d => d.Customers.Where(c => c.Phone == "+233241110001").Select(c => c.Id).SingleAsync()));
        Assert.Equal(card, await shop.AskAsync(d => d.CustomerNotes.Where(n => n.Text == "Calls before noon").Select(n => n.CustomerId).SingleAsync()));
        Assert.Equal((card, "Smells of the sea"), await shop.AskAsync(d => d.Reviews.Select(r => ValueTuple.Create(r.CustomerId, r.Text)).SingleAsync()));
        Assert.Empty(await PhoneProofs.ListAsync(db, CatalogueShop.Now, yaw, None));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task The_newest_code_counts_and_for_three_days()
    {
        var esi = await PersonAsync("Esi", null);
        await using var db = shop.NewDb();
        await PhoneProofs.AskAsync(db, esi, "+233241110002", CatalogueShop.Now, None);
        var code = await PhoneProofs.AskAsync(db, esi, "+233241110003", CatalogueShop.Now.AddHours(1), None);

        var waiting = Assert.Single(await PhoneProofs.ListAsync(db, CatalogueShop.Now, esi, None));
        Assert.Equal((code, "+233241110003"), (waiting.Code, waiting.Phone));
        var late = CatalogueShop.Now.AddDays(3).AddHours(2);
        Assert.Empty(await PhoneProofs.ListAsync(db, late, esi, None));
        Assert.Equal("phone.old", (await Assert.ThrowsAsync<Refusal>(() => PhoneProofs.ConfirmAsync(db, waiting.Id, late, None))).Code);
        Assert.Null((await ReadAsync(esi)).PhoneNumber);

        await PhoneProofs.RejectAsync(db, waiting.Id, None);
        Assert.Equal("phone.none", (await Assert.ThrowsAsync<Refusal>(() => PhoneProofs.ConfirmAsync(db, waiting.Id, CatalogueShop.Now, None))).Code);
    }

    [Fact]
    public async Task A_number_only_claimed_goes_to_who_proves_it_and_a_proved_one_stays()
    {
        var (claimant, kojo, abena) = (await PersonAsync("Claimant", "+233241110004"), await PersonAsync("Kojo", null), await PersonAsync("Abena", null));
        await using var db = shop.NewDb();
        await PhoneProofs.AskAsync(db, kojo, "+233241110004", CatalogueShop.Now, None);
        await PhoneProofs.AskAsync(db, abena, "+233241110004", CatalogueShop.Now, None);
        await PhoneProofs.ConfirmAsync(db, (await PhoneProofs.ListAsync(db, CatalogueShop.Now, kojo, None)).Single().Id, CatalogueShop.Now, None);

        Assert.Null((await ReadAsync(claimant)).PhoneNumber);
        var theirs = (await PhoneProofs.ListAsync(db, CatalogueShop.Now, abena, None)).Single();
        Assert.Equal("phone.taken", (await Assert.ThrowsAsync<Refusal>(() => PhoneProofs.ConfirmAsync(db, theirs.Id, CatalogueShop.Now, None))).Code);
        Assert.True((await ReadAsync(kojo)).PhoneNumberConfirmed);
        Assert.False((await ReadAsync(abena)).PhoneNumberConfirmed);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task A_blocked_guests_phone_brings_the_block_into_the_account()
    {
        var (guest, kwesi) = (await GuestAsync("+233241110009"), await PersonAsync("Kwesi", null));
        await using var db = shop.NewDb();
        await CustomerEdit.BlockAsync(db, guest, block: true, "Never pays", Actor.Shop("test"), CatalogueShop.Now, None);
        await PhoneProofs.AskAsync(db, kwesi, "+233241110009", CatalogueShop.Now, None);

        var card = await PhoneProofs.ConfirmAsync(db, (await PhoneProofs.ListAsync(db, CatalogueShop.Now, kwesi, None)).Single().Id, CatalogueShop.Now, None);

        Assert.NotNull((await ReadAsync(kwesi)).BlockedAt);
        Assert.NotNull(await shop.AskAsync(d => d.Customers.Where(c => c.Id == card).Select(c => c.BlockedAt).SingleAsync()));
    }

    private Task<Person> ReadAsync(long id) => shop.AskAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == id));

    private Task<long> GuestAsync(string phone) => shop.AskAsync(db => db.WriteAsync(() => CustomerCards.OfGuestAsync(db, "Guest", phone, null, CatalogueShop.Now, None)));

    private Task<long> PersonAsync(string name, string? claims) => shop.AskAsync(async db =>
    {
        var person = new Person { Name = name, UserName = $"{name}@makola.test", NormalizedUserName = $"{name}@MAKOLA.TEST".ToUpperInvariant(), PhoneNumber = claims, SecurityStamp = name };
        db.Add(person);
        await db.SaveChangesAsync();
        return person.Id;
    });
}
