// The front a new shop begins with: its menus, its home page, and pages of words that are true of every shop that runs on this program.
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Makola.Data.Seeds;

/// <summary>
/// Menus, home page, and the pages about, delivery, returns, privacy and terms, in plain words. What differs from shop to shop is one of the
/// <see cref="ShopFacts"/>. All of it is the shop's own from then on.
/// </summary>
internal static class ReadyFront
{
    /// <summary>Puts it into new tables; the pages get the keys 1 to 5, which the menu at the foot names.</summary>
    public static void Insert(MigrationBuilder migration)
    {
        var front = new Storefront();
        migration.InsertData("Storefronts", ["Id", "Header", "Footer", "Sections", "Draft", "Version"],
            [front.Id, JsonSerializer.Serialize(front.Header), JsonSerializer.Serialize(front.Footer), JsonSerializer.Serialize(front.Sections), JsonSerializer.Serialize(front.Draft), 0]);
        var n = 0;
        foreach (var (slug, name, text) in Pages)
        {
            n++;
            migration.InsertData("ContentPages", ["Id", "Slug", "Name", "Text", "Shown", "Position", "Version"], [(long)n, slug, name, text, true, n, 0]);
        }
    }

    private static readonly (string Slug, string Name, string Text)[] Pages =
    [
        ("about", "About us", """
            {shop.name} is a shop you can walk through on any phone, on any network. What you see is what we have: when a thing says it is there, it is on our shelf.

            ## Where to find us

            - Collect your order at {collect.address}.
            - We are there {collect.hours}.
            - Call us: {shop.phone}
            - WhatsApp: {shop.whatsapp}
            - E-mail: {shop.email}

            Or [write to us here](/contact). A person reads it.
            """),
        ("delivery", "Delivery", """
            ## What it costs

            - Delivery by region: {delivery.fees}.
            - Goods worth {delivery.free} or more are delivered free.
            - You can collect your order free of charge at {collect.address} ({collect.hours}).

            You see the fee for your region before you order. The price you see at checkout is the price you pay.

            ## How it reaches you

            Tell us your region and a landmark near you; a digital address helps. We call you on the phone number you give before we come.

            You can see how far your order is at any time: open the link on your receipt, or [track it](/track) with its number and your phone.

            ## How you pay

            You pay {pay.ways}.

            When you choose to pay by transfer, we keep the goods for you for {pay.hours} hours. If no money has come by then, the order is cancelled by itself and you owe nothing.
            """),
        ("returns", "Returns", """
            We want you to be glad of what you bought.

            ## When something is wrong

            If a thing arrives broken, is not what you ordered, or does not work, tell us as soon as you can, best within 7 days. Send a picture if that helps. We send another, repair it, or give your money back, and you do not pay for bringing it.

            ## When you change your mind

            Unused goods in their packaging can come back within 7 days after you got them. Please understand that we cannot take back fresh food, goods cut or made for you, and goods that may not be resold once opened for reasons of health. You pay for bringing it back.

            ## How to return something

            1. [Write to us](/contact) with your order number.
            2. We agree how the goods come back.
            3. When we have them, we pay your money back the way you paid, or as we agree.

            Before the goods go out you can still cancel: tell us your order number.

            Nothing here takes away any right the law of Ghana gives you.
            """),
        ("privacy", "Privacy", $$"""
            {shop.name} keeps as little about you as it can. This page says what, why and for how long, as the Data Protection Act, 2012 (Act 843) of Ghana asks of us.

            ## What we keep, and why

            - **When you order:** your name, your phone number or e-mail address, where the goods go, what you bought and how you paid. Without it we could not bring your order. We keep it as long as the law wants us to keep our books.
            - **When you write to us:** your name, your phone number or e-mail address, and your message, so that we can answer.
            - **What is in your cart:** your browser carries a cookie with a number that means nothing to anyone else. It begins when you put something into the cart, and a cart nobody touches is thrown away after {{Cart.KeptDays}} days. A second cookie guards the checkout form against misuse.
            - **When you open an account:** what you type there, your addresses, wish list and reviews, and where you are signed in. You see all of it in your account, take it along as a file, or delete it.
            - **When you ask to be told that something is back:** your e-mail address, until it is back, {{StockRequest.Kept.Days}} days at the longest.
            - **What is searched for:** we count words that were searched, without whose they were.

            While you only look around, this shop sets no cookie. It has no advertising, no trackers and nothing from other companies on its pages.

            ## Who sees it

            We do, and who brings your order gets the name, phone number and place that go with it. We never sell what we know about you.

            ## Your rights

            You may ask us what we keep about you, have it corrected, have it deleted as far as the law lets us, and object to its use. [Write to us](/contact) and we answer.

            - Call us: {shop.phone}
            - E-mail: {shop.email}

            If you are not content with our answer, you can complain to the Data Protection Commission of Ghana: [dataprotection.org.gh](https://www.dataprotection.org.gh).
            """),
        ("terms", "Terms", """
            These are the terms on which {shop.name} sells to you.

            ## Your order

            When you press “Place order”, you order the goods for the price you see there, delivery included. We keep the goods for you from that moment. If we cannot bring them after all, we tell you, and you get back what you paid.

            ## Prices and payment

            Prices are shown before you order and do not change afterwards. You pay {pay.ways}.

            - Goods you pay for by transfer are kept for {pay.hours} hours while we wait for the money.

            ## Delivery and returns

            See [delivery](/pages/delivery) and [returns](/pages/returns). The goods are yours once they are paid for and handed over to you.

            ## Pictures and words

            We describe our goods as well as we can. Colours may look different on your screen, and what is made by hand is never twice the same.

            ## The law

            The law of Ghana applies, and nothing here takes away any right it gives you. How we treat what we know about you is on the page about [privacy](/pages/privacy).

            Questions? [Write to us](/contact).
            """),
    ];
}
