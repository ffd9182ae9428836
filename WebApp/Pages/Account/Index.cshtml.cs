// A customer's account at a glance.
using Makola.Web;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account</c>.</summary>
public sealed class AccountModel(ShopDb db, CurrentShop shop) : OwnPage(db, shop)
{
    /// <summary>The three newest orders.</summary>
    public IReadOnlyList<OwnOrder> Orders { get; private set; } = [];

    /// <summary>The address checkout begins with; null for none.</summary>
    public Address? First { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var card = await CardAsync(ct);
        Orders = await OwnOrders.ReadAsync(Db, card, null, 3, ct);
        First = await Db.Addresses.AsNoTracking().Where(a => a.CustomerId == card && a.IsFirst).OrderBy(a => a.Id).FirstOrDefaultAsync(ct);
    }
}
