// Who keeps copies of what the database says is told when it changes: after commit, and from other processes by a stamp.
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Makola.Data;

/// <summary>Something that changed.</summary>
/// <param name="What"><c>catalogue</c>, <c>settings</c>, <c>lists</c>, <c>stock</c>, <c>reviews</c> or <c>mail</c>.</param>
/// <param name="Id">The variant, for stock; the product, for reviews.</param>
public readonly record struct Change(string What, long Id = 0)
{
    /// <summary>Goods, categories or prices.</summary>
    public static readonly Change Catalogue = new("catalogue");

    /// <summary>The shop's settings.</summary>
    public static readonly Change Settings = new("settings");

    /// <summary>Something sold out, or came back: lists look different.</summary>
    public static readonly Change Lists = new("lists");

    /// <summary>A message waits in the outbox.</summary>
    public static readonly Change Mail = new("mail");

    /// <summary>Whether staff changed what is kept in memory: goods, categories, prices, or the settings.</summary>
    public bool IsOfCopies => this == Catalogue || this == Settings;

    /// <summary>The stock of one variant.</summary>
    public static Change Stock(long variantId) => new("stock", variantId);

    /// <summary>The reviews of one product.</summary>
    public static Change Reviews(long productId) => new("reviews", productId);
}

/// <summary>Publishes what a unit of work changed once it is committed.</summary>
public sealed class ChangeFeed : DbTransactionInterceptor
{
    /// <summary>Called after commit, and by the watcher of other processes. Handlers are quick and do not throw.</summary>
    public event Action<IReadOnlyCollection<Change>>? Happened;

    /// <summary>Tells everybody.</summary>
    public void Publish(IReadOnlyCollection<Change> changes)
    {
        if (changes.Count > 0) Happened?.Invoke(changes);
    }

    /// <inheritdoc/>
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ShopDb db)
        {
            Publish([.. db.Changed]);
            db.Changed.Clear();
        }

        return Task.CompletedTask;
    }
}

/// <summary>Counters that tell other processes on the same database (a command beside the running shop) that copies are stale.</summary>
public static class Stamps
{
    /// <summary>Raises the stamps of what changed, within the transaction that changes it.</summary>
    public static async Task RaiseAsync(ShopDb db, CancellationToken ct)
    {
        if (db.Changed.Contains(Change.Catalogue)) await db.Database.ExecuteSqlAsync($"UPDATE Counters SET Value = Value + 1 WHERE Name = 'catalogue'", ct);
        if (db.Changed.Contains(Change.Settings)) await db.Database.ExecuteSqlAsync($"UPDATE Counters SET Value = Value + 1 WHERE Name = 'settings'", ct);
    }
}
