// What staff changed: one change set for each press of a button, with every field's old and new value.
namespace Makola.Domain.History;

/// <summary>One thing somebody did to goods, categories or stock levels, however many records it touched. Append-only.</summary>
public sealed class ChangeSet
{
    /// <summary>How long a change set can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(30);

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>What was done, in words, up to 200 characters: "Prices +8 % for 24 products".</summary>
    public required string Text { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many field values it changed; 0 for what changed nothing and is only noted, such as an export.</summary>
    public required int Fields { get; init; }

    /// <summary>The change set this one took back; null when it is none of that kind.</summary>
    public long? Undoes { get; init; }

    /// <summary>The change set that took this one back; null while it stands.</summary>
    public long? UndoneBy { get; set; }

    /// <summary>Whether it can still be taken back.</summary>
    /// <param name="now">The moment.</param>
    public bool CanBeUndone(DateTimeOffset now) => Fields > 0 && UndoneBy is null && now - At < UndoTime;
}

/// <summary>One field of one record before and after a <see cref="ChangeSet"/>. Values are as the database keeps them, as text.</summary>
public sealed class FieldChange
{
    /// <summary>The change set.</summary>
    public required long ChangeSetId { get; init; }

    /// <summary>1, 2 … within the change set.</summary>
    public required int Seq { get; init; }

    /// <summary>Product, Variant, Category, Collection, Brand, Redirect or StockItem.</summary>
    public required string Record { get; init; }

    /// <summary>Key of the record.</summary>
    public required long RecordId { get; init; }

    /// <summary>Name of the field; empty when the record itself was made (old is null) or deleted (old is its row).</summary>
    public required string Field { get; init; }

    /// <summary>Value before; null for none.</summary>
    public string? Old { get; init; }

    /// <summary>Value afterwards; null for none.</summary>
    public string? New { get; init; }
}
