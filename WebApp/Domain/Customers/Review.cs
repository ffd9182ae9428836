// What somebody who bought a product thinks of it.
namespace Makola.Domain.Customers;

/// <summary>How a review stands.</summary>
public enum ReviewState
{
    /// <summary>Staff have not looked at it: seen by its writer only.</summary>
    Waiting,

    /// <summary>Everybody sees it.</summary>
    Shown,

    /// <summary>Staff do not show it.</summary>
    Refused,
}

/// <summary>A review by who bought: one for each customer and product, shown once staff agreed.</summary>
public sealed class Review
{
    /// <summary>Most characters of a review, and of an answer.</summary>
    public const int Longest = 2_000;

    /// <summary>Most characters of the name it is signed with, and most stars.</summary>
    public const int LongestName = 60, MostStars = 5;

    /// <summary>What a review is signed with whose writer deleted his account.</summary>
    public const string Nameless = "A customer";

    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>Of what.</summary>
    public required long ProductId { get; init; }

    /// <summary>By whom.</summary>
    public required long CustomerId { get; init; }

    /// <summary>The order it was bought with.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>The name it is signed with, up to <see cref="LongestName"/> characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>1 to <see cref="MostStars"/>.</summary>
    public int Stars { get; private set; }

    /// <summary>Plain text; may be empty.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How it stands.</summary>
    public ReviewState State { get; private set; }

    /// <summary>When it was written, or written anew.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>What the shop answers.</summary>
    public string? Answer { get; private set; }

    /// <summary>When it answered.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Rises with each change: staff never agree to words that were changed meanwhile.</summary>
    public int Version { get; private set; }

    /// <summary>Writes it, or writes it anew: it waits for staff then, whatever they said before. The same words again change nothing.</summary>
    /// <exception cref="Refusal"><c>review.stars</c>, <c>review.name</c>, <c>review.long</c>.</exception>
    public void Write(string? name, int stars, string? text, DateTimeOffset at)
    {
        var (signed, words) = (OneLine(name), Plain(text));
        if (stars is < 1 or > MostStars) throw new Refusal("review.stars", "Choose one to {0} stars.", MostStars) { On = "Stars" };
        if (signed.Length is 0 or > LongestName) throw new Refusal("review.name", "Sign with a name of up to {0} characters.", LongestName) { On = "Name" };
        RefuseLong(words, "Text");
        if ((Name, Stars, Text) == (signed, stars, words)) return;

        (Name, Stars, Text, At, State) = (signed, stars, words, at, ReviewState.Waiting);
        Version++;
    }

    /// <summary>Staff agree: everybody sees it.</summary>
    /// <param name="seen">The <see cref="Version"/> staff read.</param>
    /// <exception cref="Refusal"><c>review.changed</c>.</exception>
    public void Show(int seen) => Become(ReviewState.Shown, seen);

    /// <summary>Staff do not show it, or show it no longer.</summary>
    /// <inheritdoc cref="Show"/>
    public void Refuse(int seen) => Become(ReviewState.Refused, seen);

    /// <summary>Staff take back what they said: it waits again.</summary>
    /// <inheritdoc cref="Show"/>
    public void WaitAgain(int seen) => Become(ReviewState.Waiting, seen);

    /// <summary>The shop answers below it; empty takes the answer away.</summary>
    /// <param name="answer">Plain text, up to <see cref="Longest"/> characters.</param>
    /// <param name="seen">The <see cref="Version"/> staff read.</param>
    /// <param name="at">When.</param>
    /// <exception cref="Refusal"><c>review.changed</c>, <c>review.long</c>.</exception>
    public void AnswerWith(string? answer, int seen, DateTimeOffset at)
    {
        RefuseIfChangedSince(seen);
        var words = Plain(answer);
        RefuseLong(words, "Answer");
        (Answer, AnsweredAt) = words.Length == 0 ? ((string?)null, (DateTimeOffset?)null) : (words, at);
        Version++;
    }

    /// <summary>Its writer leaves: the words stay, his name goes.</summary>
    public void TakeNameOff()
    {
        Name = Nameless;
        Version++;
    }

    private void Become(ReviewState state, int seen)
    {
        RefuseIfChangedSince(seen);
        if (State == state) return;
        State = state;
        Version++;
    }

    private void RefuseIfChangedSince(int seen)
    {
        if (seen != Version) throw new Refusal("review.changed", "This review was changed meanwhile. Nothing was done; the page shows how it stands now.") { Status = 409 };
    }

    private static void RefuseLong(string words, string on)
    {
        if (words.Length > Longest) throw new Refusal("review.long", "Write at most {0} characters.", Longest) { On = on };
    }

    private static string OneLine(string? text) => string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    private static string Plain(string? text) => string.Concat((text ?? "").ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c))).Trim();
}
