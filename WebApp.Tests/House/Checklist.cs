// What OWASP asks of a shop like this one, and the tests that show it: the only source of ASVS.md.
using System.Text;
using Makola.Tests.Abuse;
using Makola.Tests.Browser;
using Makola.Tests.Domain.Catalogue;
using Makola.Tests.Domain.Pictures;
using Makola.Tests.Jobs;
using Makola.Tests.Pages;
using Makola.Tests.Pages.Account;
using Makola.Tests.Pages.Office;
using Makola.Tests.Pages.Office.Staff;
using BackupTests = Makola.Tests.Data.Backups.BackupTests;
using ExportTests = Makola.Tests.Pages.Office.ExportTests;
using ImportTests = Makola.Tests.Pages.Office.Products.ImportTests;
using PicturesTests = Makola.Tests.Pages.Office.Products.PicturesTests;
using SettingsTests = Makola.Tests.Pages.Office.Mail.SettingsTests;

namespace Makola.Tests.House;

/// <summary>A requirement, or several that one mechanism answers.</summary>
/// <param name="Ids">Numbers in OWASP ASVS 5.0.</param>
/// <param name="Asked">What is asked, in short.</param>
/// <param name="Tests">Full names of the tests that show it; none where nothing does.</param>
/// <param name="Kept">Where it is decided, when a setting keeps it.</param>
public sealed record Point(string Ids, string Asked, IReadOnlyList<string> Tests, string Kept = "");

/// <summary>
/// OWASP Application Security Verification Standard 5.0, levels 1 and 2, as far as it applies: no OAuth, GraphQL, WebSocket, WebRTC, SAML or LDAP here. A
/// name of a test that is not there does not compile; one that does not run fails <see cref="ChecklistTests"/>.
/// </summary>
public static class Checklist
{
    /// <summary>File the list is written to, in the folder of the tests.</summary>
    public const string FileName = "ASVS.md";

    /// <summary>The points.</summary>
    public static IReadOnlyList<Point> Points { get; } =
    [
        new("1.2.1–1.2.3", "What people typed is shown as text, in pages and in scripts",
            [Of<PayloadsTests>(nameof(PayloadsTests.IO01_Markup_in_an_order_runs_nowhere_in_the_back_office)), Of<PayloadsTests>(nameof(PayloadsTests.IO01_Markup_in_goods_runs_nowhere_in_the_shop)),
             Of<PayloadsTests>(nameof(PayloadsTests.IO02_Markup_in_addresses_is_shown_as_words)), Of<ContactTests>(nameof(ContactTests.IO01_IO13_words_stay_words)), Of<SourceTests>(nameof(SourceTests.Only_listed_files_write_html_as_it_stands))]),
        new("1.2.4", "No SQL is put together from what people typed",
            [Of<PayloadsTests>(nameof(PayloadsTests.IO14_Sql_in_any_field_finds_nothing_more_and_breaks_nothing)), Of<SourceTests>(nameof(SourceTests.Sql_is_never_put_together_from_text))]),
        new("1.2.10", "No cell of an export is a formula",
            [Of<ExportTests>(nameof(ExportTests.IO05_Customers_and_orders_hold_no_formula_and_who_took_them_is_noted)), Of<ImportTests>(nameof(ImportTests.IO05_A_formula_in_a_cell_is_text_in_the_list_and_in_the_shop))]),
        new("1.3.1, 1.3.5", "Texts with markup keep a small allowed part of it",
            [Of<MarkdownTests>(nameof(MarkdownTests.Shown_text_holds_no_script_no_picture_and_no_strange_link)), Of<MarkdownTests>(nameof(MarkdownTests.Any_mixture_keeps_its_words_and_loses_its_teeth))]),
        new("1.3.7", "Templates in names stay as typed", [Of<PayloadsTests>(nameof(PayloadsTests.IO13_Templates_in_names_stay_as_typed))]),
        new("1.3.11", "No name writes a header of a mail", [Of<SendMailTests>(nameof(SendMailTests.No_name_can_write_a_header_or_a_tag))]),
        new("2.2.1, 2.2.2, 8.3.1", "What comes in is checked on the server: quantities, prices, states",
            [Of<TamperedFormsTests>(nameof(TamperedFormsTests.MS12_An_odd_quantity_is_refused_or_clamped_when_added)), Of<TamperedFormsTests>(nameof(TamperedFormsTests.MS13_Prices_and_states_in_the_form_are_ignored)),
             Of<TamperedFormsTests>(nameof(TamperedFormsTests.Every_field_of_the_checkout_bent_in_every_way_is_refused_or_changes_nothing))]),
        new("2.3.1–2.3.4", "Steps in their order, once, in one transaction; nothing is booked twice",
            [Of<PlaceOnceTests>(nameof(PlaceOnceTests.MS04_Pressed_ten_times_at_once_and_again_later_it_is_one_order)), Of<LastPiecesTests>(nameof(LastPiecesTests.MS01_Thirty_two_buyers_of_the_last_piece_make_one_order_and_keep_their_carts)),
             Of<LastPiecesTests>(nameof(LastPiecesTests.Two_hundred_buyers_at_once_for_the_last_five_pieces_make_exactly_five_orders)), Of<StockRaceTests>(nameof(StockRaceTests.Two_staff_correct_and_receive_while_customers_order_and_every_piece_is_accounted_for))]),
        new("2.4.1, 6.3.1", "Guessing and flooding are held back, for each address and each contact",
            [Of<AvailabilityTests>(nameof(AvailabilityTests.Guessing_is_slowed_down)), Of<AvailabilityTests>(nameof(AvailabilityTests.AV06_One_address_cannot_make_thousands_of_carts)),
             Of<RegisterTests>(nameof(RegisterTests.AU09_one_address_is_held_back_whomever_it_tries)), Of<RegisterTests>(nameof(RegisterTests.AU09_one_contact_is_held_back_from_however_many_addresses)),
             Of<ContactTests>(nameof(ContactTests.Who_writes_too_often_is_asked_to_wait_and_another_site_cannot_send_the_form))]),
        new("3.2.1, 3.4.3–3.4.6", "Every answer says what it is, who may frame it, and what may run in it",
            [Of<PurchaseTests>(nameof(PurchaseTests.IO04_Every_answer_carries_its_guards_errors_and_files_too)), Of<PurchaseTests>(nameof(PurchaseTests.IO04_Staff_see_an_order_through_and_no_page_breaks_the_policy)),
             Of<SourceTests>(nameof(SourceTests.No_page_carries_inline_script_or_style))]),
        new("3.3.1–3.3.4", "Cookies are bound to the host, go over HTTPS only, and no script reads them", [Of<WaysInTests>(nameof(WaysInTests.Cookies_over_https_are_bound_to_the_host_and_trace_is_refused)), Of<SecretsTests>(nameof(SecretsTests.A_cart_is_reached_by_its_cookie_only))]),
        new("3.4.1", "Browsers are told to come by HTTPS only", [], "SecurityHeaders: one year, subdomains too, on HTTPS"),
        new("3.5.1–3.5.3", "Forms of other sites change nothing, and looking changes nothing",
            [Of<SecretsTests>(nameof(SecretsTests.IO15_Forms_of_other_sites_and_forms_without_their_token_change_nothing)), Of<SecretsTests>(nameof(SecretsTests.IO16_A_crawler_with_the_owners_cookies_changes_nothing_by_looking))]),
        new("3.7.2", "Nobody is led to another site", [Of<PayloadsTests>(nameof(PayloadsTests.IO10_Sign_in_leads_nowhere_but_into_the_shop))]),
        new("4.1.3, 15.3.4", "What a proxy or a stranger says of the address is not believed", [Of<PasswordTests>(nameof(PasswordTests.AU03_the_link_leads_to_the_shop_whatever_the_request_says))]),
        new("4.2.1, 13.4.4", "Broken requests and methods nobody needs get a plain no", [Of<AvailabilityTests>(nameof(AvailabilityTests.AV04_Huge_and_broken_requests_get_a_plain_no_and_cost_no_memory)), Of<WaysInTests>(nameof(WaysInTests.Cookies_over_https_are_bound_to_the_host_and_trace_is_refused))]),
        new("5.1–5.4", "Files are known by their content, limited in size and pixels, and served as what they are",
            [Of<PicturesTests>(nameof(PicturesTests.IO06_what_is_no_picture_is_refused_by_name_and_the_others_of_the_post_are_kept)), Of<PicturesTests>(nameof(PicturesTests.IO06_a_picture_is_served_as_what_it_is_without_its_secrets_whatever_it_was_called)),
             Of<PicturesTests>(nameof(PicturesTests.There_is_no_way_out_of_the_folder)), Of<PicturesTests>(nameof(PicturesTests.IO08_bombs_are_refused_within_two_seconds_and_take_no_memory)),
             Of<PictureBytesTests>(nameof(PictureBytesTests.Texts_places_and_what_hangs_behind_the_end_are_gone_from_every_kind))]),
        new("5.2.3, 5.3.2", "An archive leads out of no folder", [Of<BackupTests>(nameof(BackupTests.A_name_that_leads_out_of_the_folder_is_refused))]),
        new("6.2.1–6.2.12", "Long passwords without rules of composition; the most used and names are refused; changing asks for the old one",
            [Of<PasswordTests>(nameof(PasswordTests.AU06_another_password_ends_every_other_session_and_is_told_by_mail))], "Identity: 10 characters at least, 210,000 rounds"),
        new("6.3.1", "A lock cannot keep the real person out", [Of<PasswordTests>(nameof(PasswordTests.AU08_guessing_from_elsewhere_does_not_keep_the_person_out_of_his_own_browser)), Of<PasskeyTests>(nameof(PasskeyTests.AU08_staff_come_in_by_passkey_while_the_password_rests_and_without_a_second_question))]),
        new("6.3.3", "Who can touch money or people has a second proof: a passkey or an app",
            [Of<WaysInTests>(nameof(WaysInTests.The_owner_asks_a_second_proof_of_whoever_can_touch_money_or_people)), Of<WaysInTests>(nameof(WaysInTests.AU06_an_app_is_asked_after_the_password_its_codes_count_once_and_every_change_ends_other_sessions)),
             Of<PasskeyTests>(nameof(PasskeyTests.AU08_staff_come_in_by_passkey_while_the_password_rests_and_without_a_second_question))]),
        new("6.3.8", "Nobody learns who has an account, neither from the answer nor from the time it takes",
            [Of<RegisterTests>(nameof(RegisterTests.AU01_a_wrong_password_takes_as_long_whether_there_is_an_account_or_not)), Of<PasswordTests>(nameof(PasswordTests.AU02_AU04_only_the_mailbox_learns_of_the_account_and_the_link_opens_once)),
             Of<RegisterTests>(nameof(RegisterTests.AC06_AU02_only_the_mailbox_opens_an_account_with_an_e_mail_and_brings_the_orders_of_the_guest))]),
        new("6.4.1, 6.4.3", "A link to a new password works once, for an hour, and only for the one who asked",
            [Of<PasswordTests>(nameof(PasswordTests.AU02_AU04_only_the_mailbox_learns_of_the_account_and_the_link_opens_once))]),
        new("6.4.5, 13.2.3", "No account is there with a password everybody knows", [Of<SetupTests>(nameof(SetupTests.Only_the_consoles_token_opens_an_empty_shop_and_only_once))]),
        new("6.5.1, 6.5.5, 6.6.2, 6.6.3", "A mailed code counts once, for minutes, for the browser that asked, and five wrong ones void it; an app's code and a recovery code count once",
            [Of<WaysInTests>(nameof(WaysInTests.A_mailed_code_lets_in_once_and_five_wrong_ones_void_it)), Of<WaysInTests>(nameof(WaysInTests.AU06_an_app_is_asked_after_the_password_its_codes_count_once_and_every_change_ends_other_sessions))]),
        new("6.7.2", "A passkey answers the shop's own question, once", [Of<PasskeyTests>(nameof(PasskeyTests.AV14_A_customer_opens_an_account_with_a_passkey_comes_back_with_it_after_a_new_start_and_proves_himself)), Of<WaysInTests>(nameof(WaysInTests.Answers_of_passkeys_that_are_none_are_refused_plainly))]),
        new("7.2.4", "Each sign-in is a new session, and the one before is over", [Of<WaysInTests>(nameof(WaysInTests.Every_sign_in_is_a_session_of_its_own_seen_in_the_account_and_ended_one_by_one_or_all))]),
        new("7.3.1, 7.3.2", "A session ends when it is idle, and at the latest after its time", [Of<StaffTests>(nameof(StaffTests.A_session_ends_when_its_time_is_over))]),
        new("7.4.1", "After signing out a copied cookie opens nothing", [Of<StaffTests>(nameof(StaffTests.AU05_a_copied_cookie_is_dead_after_signing_out))]),
        new("7.4.2", "Who is kept out is out within seconds", [Of<StaffTests>(nameof(StaffTests.AU10_who_is_kept_out_or_loses_his_role_is_out_within_seconds))]),
        new("7.4.3", "Another password ends every other session", [Of<PasswordTests>(nameof(PasswordTests.AU06_another_password_ends_every_other_session_and_is_told_by_mail))]),
        new("7.5.2", "Everybody sees where he is signed in and ends it, one or all", [Of<WaysInTests>(nameof(WaysInTests.Every_sign_in_is_a_session_of_its_own_seen_in_the_account_and_ended_one_by_one_or_all))]),
        new("7.5.1, 7.5.3", "What harms asks once more who it is", [Of<StaffTests>(nameof(StaffTests.A_sensitive_deed_asks_who_it_is_and_keeps_what_was_typed)), Of<StaffMoneyTests>(nameof(StaffMoneyTests.ST05_money_back_above_the_limit_asks_who_it_is_and_goes_once_however_often_it_is_pressed)),
             Of<StaffMoneyTests>(nameof(StaffMoneyTests.ST05_all_customers_go_out_only_after_a_proof_and_the_log_knows_how_many)), Of<WaysInTests>(nameof(WaysInTests.AU12_AU06_another_e_mail_needs_a_fresh_proof_its_link_is_for_who_asked_and_the_old_one_is_told)), Of<DataTests>(nameof(DataTests.Both_ask_who_one_is_when_that_was_long_ago))]),
        new("8.2.1, 8.3.1", "Every page and every deed of staff asks for a right; without one it is closed",
            [Of<ScopesTests>(nameof(ScopesTests.Every_page_of_the_office_asks_for_a_scope)), Of<ScopesTests>(nameof(ScopesTests.AC07_a_role_opens_what_it_may_and_nothing_else)),
             Of<ScopesTests>(nameof(ScopesTests.AC08_who_is_no_staff_opens_nothing_and_does_nothing)),
             Of<StaffTests>(nameof(StaffTests.ST04_nobody_gives_more_than_he_holds_and_every_attempt_is_in_the_log))]),
        new("8.2.2, 8.2.3", "An order, a cart, a draft is reached by its owner only",
            [Of<SecretsTests>(nameof(SecretsTests.AC02_An_order_is_reached_by_its_link_only)), Of<SecretsTests>(nameof(SecretsTests.AC02_Number_and_phone_show_the_state_and_never_address_or_goods)),
             Of<SecretsTests>(nameof(SecretsTests.A_cart_is_reached_by_its_cookie_only)), Of<TamperedFormsTests>(nameof(TamperedFormsTests.Another_carts_checkout_cannot_be_placed)),
             Of<OwnPagesTests>(nameof(OwnPagesTests.AC01_AC04_what_is_anothers_is_as_if_it_were_not_there)), Of<KeptTests>(nameof(KeptTests.AC06_a_guests_order_goes_into_an_account_in_one_step_and_no_other_order_with_it))]),
        new("12.2.1", "Traffic is encrypted", [], "the proxy in front; the README says how"),
        new("13.2.1, 13.3.1", "Secrets of others are kept sealed and never shown", [Of<SettingsTests>(nameof(SettingsTests.The_password_is_kept_sealed_never_shown_and_forgotten_with_its_server))]),
        new("13.1.2, 15.1.3", "Slow, huge and many requests do not keep buyers out",
            [Of<AvailabilityTests>(nameof(AvailabilityTests.AV05_Two_hundred_slow_lines_do_not_keep_a_buyer_out)), Of<AvailabilityTests>(nameof(AvailabilityTests.AV01_Odd_pages_sorts_and_filters_show_at_most_a_page)),
             Of<AvailabilityTests>(nameof(AvailabilityTests.AV03_Long_food_for_patterns_is_refused_by_its_length))]),
        new("14.2.2, 14.3.2", "Nothing of one visitor reaches another through a cache",
            [Of<SecretsTests>(nameof(SecretsTests.IO19_Nothing_of_one_visitor_reaches_another_through_a_cache)), Of<SecretsTests>(nameof(SecretsTests.IO20_No_header_of_one_visitor_changes_the_page_of_the_next))]),
        new("14.2.6, 15.3.1, 16.5.1", "No page, error or header says what only staff, others or the machine know", [Of<LeaksTests>(nameof(LeaksTests.AC12_No_page_says_what_only_staff_and_others_know))]),
        new("14.2.7", "Who leaves takes his data along; before that he has all of it in a file",
            [Of<DeletedAccountTests>(nameof(DeletedAccountTests.After_the_waiting_time_the_person_is_gone_and_the_books_are_clean)), Of<DataTests>(nameof(DataTests.The_download_has_everything_of_his_and_no_secret_and_nothing_of_others))]),
        new("15.3.3, 15.3.7", "Fields nobody asked for, doubled ones and other formats change nothing",
            [Of<TamperedFormsTests>(nameof(TamperedFormsTests.MS12_Doubled_missing_and_broken_fields_never_break_the_shop)), Of<TamperedFormsTests>(nameof(TamperedFormsTests.MS12_Json_is_not_a_form)),
             Of<OwnPagesTests>(nameof(OwnPagesTests.AC10_an_address_takes_nothing_but_its_own_fields))]),
        new("15.4.1–15.4.3", "Races are lost by one side, never by the shop", [Of<LastPiecesTests>(nameof(LastPiecesTests.Carts_of_several_goods_in_different_orders_neither_lock_up_nor_split)), Of<StockRaceTests>(nameof(StockRaceTests.Two_staff_take_over_the_same_count_at_once_and_it_counts_once))]),
        new("16.2.1, 16.3.2", "Every deed of staff, and every attempt at what he may not, is in a log", [Of<LogTests>(nameof(LogTests.ST01_each_deed_of_staff_is_one_entry)), Of<StaffTests>(nameof(StaffTests.ST04_nobody_gives_more_than_he_holds_and_every_attempt_is_in_the_log))]),
        new("16.4.1", "No visitor writes a line into the log", [Of<PayloadsTests>(nameof(PayloadsTests.IO12_No_visitor_writes_a_line_into_the_log))]),
        new("16.4.2", "The log cannot be changed unseen", [Of<LogTests>(nameof(LogTests.ST01_the_database_refuses_to_change_the_log_and_Books_name_what_was_changed_behind_its_back))]),
    ];

    /// <summary>The list as a document.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("# Security checklist\n\n");
        text.Append("OWASP Application Security Verification Standard 5.0, levels 1 and 2, as far as it applies to a shop without OAuth, GraphQL, WebSocket, WebRTC, SAML and LDAP. ");
        text.Append("Written by `dotnet run --project WebApp.Tests -- asvs` from the tests' own list (`House/Checklist.cs`); a test fails when this file says anything else.\n\n");
        text.Append($"{Points.Count(p => p.Tests.Count > 0)} points are shown by tests, {Points.Count(p => p.Tests.Count == 0)} are kept by a setting no test looks at. What is not named here is not claimed.\n\n");
        text.Append("| ASVS | what is asked | shown by |\n|---|---|---|\n");
        foreach (var point in Points)
            text.Append($"| {point.Ids} | {point.Asked} | {string.Join("<br>", point.Tests.Select(Short).Append(point.Kept).Where(s => s.Length > 0))} |\n");
        return text.ToString();
    }

    private static string Of<T>(string method) => $"{typeof(T).FullName}.{method}";

    private static string Short(string test) => $"`{string.Join('.', test.Split('.')[^2..])}`";
}
