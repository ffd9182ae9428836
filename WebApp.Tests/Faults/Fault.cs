// A row of the matrix: one outside thing that goes wrong, and what each part of the shop is to do meanwhile.
namespace Makola.Tests.Faults;

/// <summary>Parts of the shop: the columns of the matrix.</summary>
internal enum Part
{
    /// <summary>Pages of the storefront, read from the database.</summary>
    Pages,

    /// <summary>From the cart to an order.</summary>
    Checkout,

    /// <summary>The back office.</summary>
    Office,

    /// <summary>Mail that is queued, and the job that sends it.</summary>
    Outbox,

    /// <summary>Everything the shop keeps twice.</summary>
    Books,
}

/// <summary>How a part of the shop stands.</summary>
internal enum Cell
{
    /// <summary>It does what was asked.</summary>
    Works,

    /// <summary>It asks to come back: 503 with Retry-After and a page for people.</summary>
    AsksToWait,

    /// <summary>Now this, now that: one of the first two.</summary>
    WorksOrAsksToWait,

    /// <summary>Nobody answers.</summary>
    IsSilent,

    /// <summary>It keeps what is to be done for later.</summary>
    KeepsForLater,

    /// <summary>Something else, which is wrong.</summary>
    IsBroken,
}

/// <summary>
/// Something of the outside that goes wrong. The command <c>faults</c> runs it in its long form, <see cref="MatrixTests"/> in its short one; both
/// prove the same afterwards: <see cref="Trial.ProveAsync"/>.
/// </summary>
/// <param name="Id">Its recipe, perhaps with its kind: <c>R6-sync</c>.</param>
/// <param name="Outside">The thing of the outside, in a word or two.</param>
/// <param name="Done">What is done to it, in words.</param>
internal sealed record Fault(string Id, string Outside, string Done)
{
    /// <summary>Does it, once; called <see cref="Trial.Rounds"/> times. The shop is open and well before, and is to be up again after.</summary>
    public required Func<Trial, Task> HappenAsync { get; init; }

    /// <summary>What is done to a shop's data before it opens; null for nothing.</summary>
    public Func<Trial, string, Task>? PrepareAsync { get; init; }

    /// <summary>What the parts that people meet do meanwhile.</summary>
    public required (Cell Pages, Cell Checkout, Cell Office) Meanwhile { get; init; }

    /// <summary>What the outbox does meanwhile. Null where nothing is promised but that each mail arrives afterwards: the mail server is well, and mail goes or waits as the shop can.</summary>
    public Cell? Outbox { get; init; }

    /// <summary>How often it happens in a test, and in the command unless told otherwise.</summary>
    public (int Short, int Long) Rounds { get; init; } = (1, 3);

    /// <summary>Why it cannot be done on this machine; null when it can.</summary>
    public Func<string?> Obstacle { get; init; } = () => null;

    /// <summary>A disk of its own for the shop.</summary>
    public Func<Disk>? Disk { get; init; }

    /// <summary>How the shop of a data folder is started.</summary>
    public Func<string, Opening> Opening { get; init; } = _ => new();

    /// <summary>Whether a mail may arrive twice, under the same Message-ID. It may where whoever sent it could not write down that it arrived.</summary>
    public bool MayRepeatMail { get; init; }

    /// <summary>What a part is to do meanwhile; null where nothing is promised of it.</summary>
    public Cell? ExpectedOf(Part part) => part switch
    {
        Part.Pages => Meanwhile.Pages,
        Part.Checkout => Meanwhile.Checkout,
        Part.Office => Meanwhile.Office,
        Part.Outbox => Outbox,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Outside}";
}
