// What staff do with a customer's card: make it, write in it, note, block, join two of guests.
namespace Makola.Domain.Customers;

/// <summary>A customer as staff type him.</summary>
/// <param name="Name">Up to <see cref="Customer.LongestName"/> characters.</param>
/// <param name="Phone">As people write it; may be empty when there is an e-mail.</param>
/// <param name="Email">May be empty when there is a phone.</param>
public sealed record CustomerDraft(string? Name, string? Phone, string? Email)
{
    /// <summary>The draft read clean.</summary>
    /// <exception cref="Refusal"><c>customer.name</c>, <c>customer.phone</c>, <c>customer.email</c>, <c>customer.contact</c>.</exception>
    internal (string Name, string? Phone, string? Email) Read()
    {
        var name = Address.OneLine(Name);
        if (name.Length is 0 or > Customer.LongestName) throw new Refusal("customer.name", "Give a name of at most {0} characters.", Customer.LongestName) { On = "Form.Name" };
        var phone = PhoneNumber.Read(Phone);
        if (phone is null && !string.IsNullOrWhiteSpace(Phone)) throw new Refusal("customer.phone", "Write ten digits, like 024 812 4490, or the number with its country’s code.") { On = "Form.Phone" };
        var email = Message.ReadAddress(Email);
        if (email is null && !string.IsNullOrWhiteSpace(Email)) throw new Refusal("customer.email", "That is not an e-mail address.") { On = "Form.Email" };
        if (phone is null && email is null) throw new Refusal("customer.contact", "Give a phone or an e-mail.") { On = "Form.Phone" };
        return (name, phone, email);
    }
}

/// <summary>The deeds of staff with cards. Each is one write.</summary>
public static class CustomerEdit
{
    /// <summary>Makes a card; the one there is already when the phone or e-mail has one.</summary>
    /// <returns>Its key, and whether it is new.</returns>
    /// <exception cref="Refusal">See <see cref="CustomerDraft.Read"/>.</exception>
    public static Task<(long Id, bool IsNew)> MakeAsync(ShopDb db, CustomerDraft draft, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var (name, phone, email) = draft.Read();
        if (await OfContactAsync(db, phone, email, null, ct) is { } there) return (there, false);
        var made = new Customer { Name = name, Phone = phone, Email = email, Since = at };
        db.Customers.Add(made);
        await db.SaveChangesAsync(ct);
        return (made.Id, true);
    }, ct);

    /// <summary>Changes name and contact of a guest's card. A card with an account is its holder's.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="id">The card.</param>
    /// <param name="version">The <see cref="Customer.Version"/> staff saw.</param>
    /// <param name="draft">As typed.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>customer.account</c>, <c>customer.changed</c>, <c>customer.taken</c>, <c>customer.none</c>; see <see cref="CustomerDraft.Read"/>.</exception>
    public static Task ChangeAsync(ShopDb db, long id, int version, CustomerDraft draft, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var customer = await RequireAsync(db, id, ct);
        if (customer.PersonId is not null) throw new Refusal("customer.account", "This customer has an account, and changes name and contact there.") { Status = 409 };
        if (customer.Version != version) throw new Refusal("customer.changed", "Somebody changed this customer meanwhile. Nothing was saved; the page shows what is there now.") { Status = 409 };
        var (name, phone, email) = draft.Read();
        if (await OfContactAsync(db, phone, email, id, ct) is not null) throw new Refusal("customer.taken", "Another customer has this phone or e-mail. If it is the same person, join the two.") { On = phone is null ? "Form.Email" : "Form.Phone", Status = 409 };
        if ((customer.Name, customer.Phone, customer.Email) == (name, phone, email)) return;
        (customer.Name, customer.Phone, customer.Email) = (name, phone, email);
        customer.Version++;
    }, ct);

    /// <summary>Notes something about a customer.</summary>
    /// <exception cref="Refusal"><c>note.empty</c>, <c>note.long</c>, <c>customer.none</c>.</exception>
    public static Task NoteAsync(ShopDb db, long id, string? text, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        await RequireAsync(db, id, ct);
        db.CustomerNotes.Add(new CustomerNote { CustomerId = id, Text = Words(text), By = by, At = at });
    }, ct);

    /// <summary>Deletes a note; only who wrote it may.</summary>
    /// <exception cref="Refusal"><c>note.theirs</c>.</exception>
    public static Task DeleteNoteAsync(ShopDb db, long id, long noteId, Actor by, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (await db.CustomerNotes.SingleOrDefaultAsync(n => n.Id == noteId && n.CustomerId == id, ct) is not { } note) return;
        if (note.By.PersonId != by.PersonId) throw new Refusal("note.theirs", "Only {0} can delete this note.", note.By.Name) { Status = 403 };
        db.CustomerNotes.Remove(note);
    }, ct);

    /// <summary>
    /// Blocks a customer, or lets him order again. The reason is kept as a note. A blocked customer's phone, e-mail and account cannot place orders; an
    /// account cannot sign in either, unless its holder works here: who works here is kept out by who may do that.
    /// </summary>
    /// <returns>The account whose sign-ins are to end; null when there is none.</returns>
    /// <exception cref="Refusal"><c>note.empty</c>, <c>note.long</c>, <c>customer.none</c>.</exception>
    public static Task<long?> BlockAsync(ShopDb db, long id, bool block, string? reason, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var customer = await RequireAsync(db, id, ct);
        if (customer.BlockedAt is not null == block) return null;
        var note = block ? $"Blocked: {Words(reason)}" : string.IsNullOrWhiteSpace(reason) ? "Not blocked any more." : $"Not blocked any more: {Words(reason)}";
        db.CustomerNotes.Add(new CustomerNote { CustomerId = id, Text = note[..Math.Min(note.Length, CustomerNote.Longest)], By = by, At = at });
        customer.BlockedAt = block ? at : null;
        customer.Version++;
        if (customer.PersonId is not { } personId || await db.UserRoles.AnyAsync(r => r.UserId == personId, ct)) return null;
        (await db.Users.SingleAsync(u => u.Id == personId, ct)).BlockedAt = block ? at : null;
        return block ? personId : (long?)null;
    }, ct);

    /// <summary>Takes an address down that the customer said by phone.</summary>
    /// <exception cref="Refusal"><c>address.many</c>, <c>customer.none</c>, and those of <see cref="Address.Write"/>, at the fields of <c>Place</c>.</exception>
    public static Task AddAddressAsync(ShopDb db, long id, string? name, string? phone, string? region, string? landmark, string? digital, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var customer = await RequireAsync(db, id, ct);
        try
        {
            await AddressBook.AddAsync(db, id, a => a.Write(string.IsNullOrWhiteSpace(name) ? customer.Name : name, phone, region, landmark, digital), ct);
        }
        catch (Refusal refusal) when (refusal.On is { } on)
        {
            throw new Refusal(refusal.Code, refusal.Text, [.. refusal.Values]) { On = on.Replace("Form.", "Place.", StringComparison.Ordinal) };
        }
    }, ct);

    /// <summary>Deletes an address.</summary>
    public static Task DeleteAddressAsync(ShopDb db, long id, long addressId, CancellationToken ct) => db.WriteAsync(() => AddressBook.RemoveAsync(db, id, addressId, ct), ct);

    /// <summary>Joins the card of a guest to another guest's: orders, notes and addresses go there, and the card is gone. It cannot be taken back.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="keepId">The card that stays, with its name.</param>
    /// <param name="goneId">The card that goes.</param>
    /// <param name="by">Who says that they are one person.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>customer.same</c>, <c>customer.account</c>, <c>customer.none</c>.</exception>
    public static Task MergeAsync(ShopDb db, long keepId, long goneId, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (keepId == goneId) throw new Refusal("customer.same", "Choose another customer.") { Status = 409 };
        var (keep, gone) = (await RequireAsync(db, keepId, ct), await RequireAsync(db, goneId, ct));
        if (keep.PersonId is not null || gone.PersonId is not null) throw new Refusal("customer.account", "A card with an account cannot be joined by hand: its holder proves the phone or e-mail.") { Status = 409 };

        await CustomerCards.MoveAsync(db, goneId, keepId, ct);
        var contact = string.Join(", ", new[] { gone.Name, PhoneNumber.Show(gone.Phone), gone.Email }.Where(text => text is { Length: > 0 }));
        db.CustomerNotes.Add(new CustomerNote { CustomerId = keepId, Text = $"Joined with the card of {contact}.", By = by, At = at });
        // Its phone is free only once it is gone.
        db.Customers.Remove(gone);
        await db.SaveChangesAsync(ct);
        if (keep.Email is null && gone.Email is not null) (keep.Email, keep.NewsAgreedAt) = (gone.Email, keep.NewsAgreedAt ?? gone.NewsAgreedAt);
        keep.Phone ??= gone.Phone;
        keep.BlockedAt ??= gone.BlockedAt;
        keep.Version++;
        await db.SaveChangesAsync(ct);
        await CustomerCards.CountAsync(db, [keepId], ct);
    }, ct);

    private static string Words(string? text)
    {
        var words = string.Concat((text ?? "").ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c))).Trim();
        return words.Length switch
        {
            0 => throw new Refusal("note.empty", "Write a few words.") { On = "Text" },
            > CustomerNote.Longest => throw new Refusal("note.long", "Write at most {0} characters.", CustomerNote.Longest) { On = "Text" },
            _ => words,
        };
    }

    private static async Task<Customer> RequireAsync(ShopDb db, long id, CancellationToken ct) =>
        await db.Customers.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new Refusal("customer.none", "There is no such customer.") { Status = 404 };

    /// <summary>The card that a phone, or an e-mail without a phone, has already.</summary>
    private static async Task<long?> OfContactAsync(ShopDb db, string? phone, string? email, long? but, CancellationToken ct)
    {
        var same = email?.ToLowerInvariant();
        return phone is not null
            ? await db.Customers.Where(c => c.Phone == phone && c.Id != (but ?? 0)).Select(c => (long?)c.Id).FirstOrDefaultAsync(ct)
            : await db.Customers.Where(c => c.Phone == null && c.Email != null && c.Email.ToLower() == same && c.Id != (but ?? 0)).Select(c => (long?)c.Id).FirstOrDefaultAsync(ct);
    }
}
