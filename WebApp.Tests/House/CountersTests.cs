// Walks the database model: an amount or a quantity that code checks in memory needs a concurrency token on its row or on
// the noun it belongs to; tried without one, 60 parallel refunds of a 20-unit line gave 47 successes. What is changed only by
// one conditional UPDATE is listed here with where; an entry no longer needed fails too.
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Makola.Tests.House;

public sealed class CountersTests
{
    /// <summary>Rows that are only ever changed together with the noun they belong to, whose token they share.</summary>
    private static readonly Dictionary<Type, Type> BelongsTo = new()
    {
        [typeof(OrderLine)] = typeof(Order),
        [typeof(Hold)] = typeof(Order),
        [typeof(CartLine)] = typeof(Cart),
        [typeof(Variant)] = typeof(Product),
    };

    /// <summary>Figures without a token, and why they cannot go wrong.</summary>
    private static readonly Dictionary<string, string> Proven = new()
    {
        ["StockItem.OnHand"] = "StockRoom.MoveAsync: one conditional UPDATE, with CHECKs behind it",
        ["StockItem.Reserved"] = "StockRoom.MoveAsync: one conditional UPDATE, with CHECKs behind it",
        ["StockItem.Moves"] = "StockRoom.MoveAsync: counts up in the same UPDATE",
        ["StockItem.LowAt"] = "a level somebody chooses; nothing is computed from it",
        ["Person.AccessFailedCount"] = "Identity's own, guarded by its ConcurrencyStamp",
        ["ShelfPlace.PriceFrom"] = "rewritten from the product as a whole",
        ["ShelfPlace.Popularity"] = "rewritten from the product as a whole",
    };

    [Fact]
    public void No_counter_is_unprotected()
    {
        var model = Model();
        var unprotected = Counters(model)
            .Where(counter => !HasToken(counter.DeclaringType.ClrType, model))
            .Select(counter => $"{counter.DeclaringType.ClrType.Name}.{counter.Name}")
            .Where(name => !Proven.ContainsKey(name));

        Assert.Empty(unprotected);
    }

    [Fact]
    public void No_exception_is_kept_that_nobody_needs()
    {
        var model = Model();
        var counters = Counters(model).ToList();
        var needed = counters.Where(counter => !HasToken(counter.DeclaringType.ClrType, model, alone: true)).ToList();

        Assert.Empty(Proven.Keys.Except(needed.Select(counter => $"{counter.DeclaringType.ClrType.Name}.{counter.Name}")));
        Assert.Empty(BelongsTo.Keys.Except(needed.Select(counter => counter.DeclaringType.ClrType)));
    }

    private static IEnumerable<IProperty> Counters(IModel model) =>
        from entity in model.GetEntityTypes()
        where entity.ClrType.Namespace?.StartsWith("Makola", StringComparison.Ordinal) == true
        from property in entity.GetProperties()
        where property.ClrType == typeof(int) || property.ClrType == typeof(long) || property.ClrType == typeof(long?) || property.ClrType == typeof(int?)
        where !property.IsPrimaryKey() && !property.IsForeignKey() && !property.IsConcurrencyToken && IsAmount(property.Name)
        where property.PropertyInfo?.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select property;

    // Keys of other rows are facts, not figures.
    private static bool IsAmount(string name) => !name.EndsWith("Id", StringComparison.Ordinal) && !name.EndsWith("OrderNumber", StringComparison.Ordinal);

    private static bool HasToken(Type type, IModel model, bool alone = false)
    {
        if (model.FindEntityType(type)!.GetProperties().Any(property => property.IsConcurrencyToken))
            return type != typeof(Person);
        return !alone && BelongsTo.TryGetValue(type, out var noun) && HasToken(noun, model);
    }

    private static IModel Model()
    {
        using var db = RunningShop.OpenDb(Path.GetTempPath());
        return db.Model;
    }
}
