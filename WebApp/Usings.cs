// The nouns of the shop, known in every file.
global using Makola.Data;
global using Makola.Domain;
global using Makola.Domain.Carts;
global using Makola.Domain.Catalogue;
global using Makola.Domain.Content;
global using Makola.Domain.History;
global using Makola.Domain.Inbox;
global using Makola.Domain.Messages;
global using Makola.Domain.Operations;
global using Makola.Domain.Orders;
global using Makola.Domain.Payments;
global using Makola.Domain.Pictures;
global using Makola.Domain.Pricing;
global using Makola.Domain.Settings;
global using Makola.Domain.Staff;
global using Makola.Domain.Stock;
global using Microsoft.EntityFrameworkCore;
