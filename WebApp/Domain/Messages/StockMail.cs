// What somebody is told who waits for a good.
namespace Makola.Domain.Messages;

/// <summary>Letters to somebody who waits for a good that is sold out.</summary>
public static class StockMail
{
    /// <summary>He is on the list, and how he gets off it. Whoever typed his address for him does no more harm than this one mail.</summary>
    public static Letter Asked(StockRequest request, Awaited good) => new(MessageKind.BackInStock, $"back.asked:{SecretToken.Hash(request.Token)}", request.Email, sheet =>
    {
        sheet.Subject = sheet.Texts["We tell you when it is back: {0}", good.Name];
        sheet.Say(sheet.Texts["You, or somebody for you, asked us to write when this is there again: {0}. We write once, then your address is off the list.", good.Name]);
        sheet.Link(sheet.Texts["Look at it"], good.Path);
        sheet.Say(sheet.Texts["It was not you, or you do not want it any more? This takes it back:"]);
        sheet.Link(sheet.Texts["Take it back"], $"/notify/{request.Token}");
    });

    /// <summary>It is back.</summary>
    public static Letter Back(StockRequest request, Awaited good) => new(MessageKind.BackInStock, $"back.there:{SecretToken.Hash(request.Token)}", request.Email, sheet =>
    {
        sheet.Subject = sheet.Texts["It is back: {0}", good.Name];
        sheet.Say(sheet.Texts["You asked us to tell you: {0} is there again, for {1}.", good.Name, sheet.Shop.Money(good.Price)]);
        if (!good.AllowBackorder && good.Available <= StockRequests.ForEachPiece) sheet.Say(sheet.Texts["There are only few, and others wait for it too: whoever comes first has it."]);
        sheet.Link(sheet.Texts["Look at it"], good.Path);
        sheet.Say(sheet.Texts["This is the only mail about it: your address is off the list now."]);
    });
}
