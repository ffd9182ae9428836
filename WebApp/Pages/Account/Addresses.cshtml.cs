// A customer's addresses: which is first, and taking one away.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/addresses</c>.</summary>
public sealed class AddressesModel(ShopDb db, CurrentShop shop, IStringLocalizer<Texts> texts) : OwnPage(db, shop)
{
    /// <summary>The addresses, the first one first.</summary>
    public IReadOnlyList<Address> Addresses { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Addresses = await AddressBook.OfAsync(Db, await CardAsync(ct), ct);

    /// <summary>Makes one the first.</summary>
    public Task<IActionResult> OnPostFirstAsync(long id, CancellationToken ct) => DoAsync(card => AddressBook.PutFirstAsync(Db, card, id, ct), "Checkout begins with this address now.", ct);

    /// <summary>Takes one away.</summary>
    public Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken ct) => DoAsync(card => AddressBook.RemoveAsync(Db, card, id, ct), "The address is removed.", ct);

    private async Task<IActionResult> DoAsync(Func<long, Task<bool>> deed, string said, CancellationToken ct)
    {
        var card = await CardAsync(ct);
        return await Db.WriteAsync(() => deed(card), ct) ? SayAt("/account/addresses", texts[said]) : NotFound();
    }
}
