// What a review lets its writer and the staff do.
namespace Makola.Tests.Domain.Customers;

public sealed class ReviewTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Words_that_change_wait_for_staff_anew()
    {
        var review = Written();
        review.Show(review.Version);
        review.Write("Ama", 5, "Good.", At.AddDays(1));
        Assert.Equal((ReviewState.Shown, At), (review.State, review.At));
        review.Write("Ama", 1, "Broke.", At.AddDays(1));
        Assert.Equal((ReviewState.Waiting, At.AddDays(1)), (review.State, review.At));
    }

    [Fact]
    public void Staff_agree_only_to_the_words_they_read()
    {
        var review = Written();
        var seen = review.Version;
        review.Write("Ama", 1, "Broke.", At);
        Assert.Equal("review.changed", Assert.Throws<Refusal>(() => review.Show(seen)).Code);
        Assert.Equal("review.changed", Assert.Throws<Refusal>(() => review.AnswerWith("Thank you!", seen, At)).Code);
        review.AnswerWith("We are sorry.", review.Version, At);
        review.Refuse(review.Version);
        Assert.Equal((ReviewState.Refused, "We are sorry.", At), (review.State, review.Answer, review.AnsweredAt));
        review.AnswerWith(" ", review.Version, At);
        Assert.Equal((null, null), (review.Answer, review.AnsweredAt));
    }

    [Theory]
    [InlineData("Ama", 0, "x", "review.stars")]
    [InlineData("Ama", 6, "x", "review.stars")]
    [InlineData(" \n ", 3, "x", "review.name")]
    public void What_cannot_be_a_review_is_refused(string name, int stars, string text, string code)
    {
        Assert.Equal(code, Assert.Throws<Refusal>(() => Written().Write(name, stars, text, At)).Code);
        Assert.Equal("review.long", Assert.Throws<Refusal>(() => Written().Write("Ama", 3, new string('x', Review.Longest + 1), At)).Code);
    }

    private static Review Written()
    {
        var review = new Review { ProductId = 1, CustomerId = 1, OrderNumber = 1001 };
        review.Write("Ama", 5, "Good.", At);
        return review;
    }
}
