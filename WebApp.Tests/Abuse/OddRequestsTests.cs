// Requests no browser sends, each of which once got an error of the shop's own: they get the page, or a clear refusal on a page for people.
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Makola.Tests.Abuse;

public sealed class OddRequestsTests
{
    [Fact]
    public async Task A_form_that_cannot_be_read_is_the_senders_fault()
    {
        await using var shop = await Cast.OpenAsync();
        using var buyer = shop.NewBuyer();
        async Task IsAnsweredAsync(HttpStatusCode expected, string method, string path, string type, string body)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(shop.Address, path)) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            var answer = await buyer.SendAsync(request);
            Assert.Equal(expected, answer.Status);
            Assert.True(answer.Has("main h1"));
        }

        await IsAnsweredAsync(HttpStatusCode.OK, "GET", "/c/food", "multipart/form-data", "[[[[");
        await IsAnsweredAsync(HttpStatusCode.OK, "get", "/c/food", "multipart/form-data; boundary=x", "--x\r\nContent");
        await IsAnsweredAsync(HttpStatusCode.OK, "GET", "/c/food", "application/x-www-form-urlencoded; charset=utf-7", "a=b");
        await IsAnsweredAsync(HttpStatusCode.BadRequest, "POST", "/cart?handler=Add", "application/x-www-form-urlencoded; charset=utf-7", "a=b");
    }

    [Fact]
    public async Task Odd_addresses_and_values_get_a_clear_refusal_or_the_page()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        foreach (var (method, path, expected) in new[]
        {
            ("GET", "/c/%20", HttpStatusCode.NotFound), ("GET", "/office/content/home/-1", HttpStatusCode.NotFound),
            ("GET", "/office/customers?q=a%00b", HttpStatusCode.OK), ("GET", "/office/orders?q=a%00b", HttpStatusCode.OK), ("GET", "/search?q=a%00b", HttpStatusCode.OK),
            ("HEAD", "/office/settings?Form.CashOnDelivery=2", HttpStatusCode.OK),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(shop.Address.AbsoluteUri.TrimEnd('/') + path));
            var answer = await efua.SendAsync(request);
            Assert.True(expected == answer.Status, $"{(int)answer.Status} to {method} {path}");
        }

        // A tick that is none, in a form that is otherwise right: the page comes back and says so.
        var form = (await efua.GetAsync("/office/settings")).FormTo("/office/settings");
        form["Form.CashOnDelivery"] = "2";
        var refused = await efua.SubmitOnceAsync(form);
        Assert.True((int)refused.Status is >= 400 and < 500, $"{(int)refused.Status}");
        Assert.True(refused.Has("main h1"));

        // Its token is right, but there is no such order.
        using var gone = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Address, "/office/orders/999999?handler=Deliver")) { Content = new FormUrlEncodedContent([KeyValuePair.Create("__token", form["__token"]!)]) };
        Assert.Equal(HttpStatusCode.NotFound, (await efua.SendAsync(gone)).Status);

        // Its token is right, but the page takes no form.
        using var nowhere = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Address, "/c/food")) { Content = new FormUrlEncodedContent([KeyValuePair.Create("__token", form["__token"]!)]) };
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await efua.SendAsync(nowhere)).Status);
    }
}
