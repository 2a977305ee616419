// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/print.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "core/store/journal.h"
#include "reserves/care/agreement.h"
#include "reserves/document/document.h"
#include "reserves/document/kind.h"
#include "reserves/print/form_books.h"
#include "reserves/print/form_facts.h"
#include "reserves/print/form_people.h"
#include "reserves/print/print_run.h"
#include "tools/desk/daily.h"
#include "tools/desk/document.h"
#include "tools/desk/print_file.h"
#include "tools/desk/tables.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <array>
#include <exception>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {

namespace {

using nlohmann::ordered_json;

/// Which state of the books a paper was made from: "12-3fa9c1d2", checked against the journal.
std::string books_code(Database& database) {
    const JournalHead head = journal_head(database);
    return fmt::format("{}-{}", head.seq, head.hash.substr(0, 8));
}

std::string footer_of(std::string_view language, Instant at, const std::string& code) {
    const FormLabel label{"账面时间 {} · 核验码 {}", "books as of {} · check {}"};
    return fmt::format(fmt::runtime(label.in(language)), printed_time(at), code);
}

int count_lines(std::span<const Form> forms) {
    std::size_t lines = 0;
    for (const Form& form : forms) {
        for (const FormTable& table : form.tables) {
            lines += table.rows.size();
        }
    }
    return static_cast<int>(lines);
}

PrintAnswer answer_of(std::span<const Form> forms, const PrintedFile& file,
                      const PrintQuestion& question) {
    return {.title = forms.front().title,
            .file = question.out,
            .format = file.format,
            .pages = file.pages,
            .lines = count_lines(forms),
            .print_count = forms.front().print_count,
            .sha256 = sha256_hex(file.bytes),
            .missing_glyphs = file.missing_glyphs};
}

// --- documents ---------------------------------------------------------------------------------

Form document_form(WritingDesk& desk, const Document& document, const PrintQuestion& question,
                   int count, Instant at, const std::string& code) {
    Baseline baseline = desk.baseline;  // with the suppliers that came since
    apply_agreements(read_agreements(desk.baseline, &desk.database), baseline);
    const FormNames names{.rules = desk.rules,
                          .places = desk.places,
                          .baseline = baseline,
                          .specs = item_specs(DatabaseSource(desk.database)),
                          .people = people_names(desk.database),
                          .language = question.language};
    FormContent content = document_content(document, names);
    add_facts(content, desk.database, document, names);
    content.issuer = content.unit;
    content.marks = marks_of(desk.baseline, question.language);
    content.print_count = count;
    content.footer = footer_of(question.language, at, code);
    content.made_at = at;
    return make_form(form_kind(document.number.kind), content, question.language);
}

// --- the books ---------------------------------------------------------------------------------

/// What every form of the books is made from.
struct PrintBooks {
    Database& database;
    const DataSource& source;
    const FormNames& names;
    const PrintQuestion& question;
    Instant at;
    bool past = false;  ///< at was asked for: nobody can say what could be drawn then
};

std::string required_site(const PrintBooks& books) {
    const std::string site = books.question.site.value_or("");
    if (books.names.baseline.depot(site) == nullptr) {
        throw bad_input({.code = "site.unknown",
                         .message = "there is no such depot",
                         .field = "--site",
                         .found = site.empty() ? "nothing" : site,
                         .expected = "the id of a depot, JL-C-220200"});
    }
    return site;
}

std::vector<StockRow> stock_of(const PrintBooks& books) {
    return stock_as_of(books.database,
                       {.site = required_site(books),
                        .item = books.question.item,
                        .lot = books.question.lot,
                        .occurred_by = books.at,
                        .known_by = books.past ? std::optional(books.at) : std::nullopt});
}

using Contents = std::vector<FormContent>;

/// The site's boxes at the head of its ledgers and count sheets.
FormContent of_site(const PrintBooks& books, FormContent content) {
    content.values["site"] = books.names.site(required_site(books));
    content.values["as_of"] = printed_time(books.at);
    return content;
}

Contents stock_ledger(const PrintBooks& books) {
    const std::vector<StockRow> stock = stock_of(books);
    const auto available =
        books.past ? std::vector<AvailableLot>{}
                   : available_lots(books.database, {.site = required_site(books), .at = books.at});
    FormContent content = of_site(books, stock_ledger_content(stock, available, books.names));
    const Depot* depot = books.names.baseline.depot(required_site(books));
    content.values["keeper"] = books.names.site(depot->fleet_depot());
    content.values["checked"] = FormLabel{"已核验", "proven"}.in(books.names.language);
    return {content};
}

Contents count_sheet(const PrintBooks& books) {
    return {of_site(books, count_content(stock_of(books), true, books.names))};
}

Contents blind_count_sheet(const PrintBooks& books) {
    return {of_site(books, count_content(stock_of(books), false, books.names))};
}

Contents lot_cards(const PrintBooks& books) {
    return lot_card_contents(stock_of(books), books.names);
}

Contents phone_book(const PrintBooks& books) {
    return {phone_book_content(read_agreements(books.names.baseline, &books.database),
                               beijing_date(books.at), books.names)};
}

/// The boxes of a report of a period, and of the site where one was asked for.
FormContent of_period(const PrintBooks& books, FormContent content) {
    content.values["as_of"] = printed_time(books.at);
    if (books.question.site) {
        content.unit = books.names.site(required_site(books));
    }
    return content;
}

std::optional<std::string> wanted_site(const PrintBooks& books) {
    return books.question.site ? std::optional(required_site(books)) : std::nullopt;
}

Contents ten_day_bulletin(const PrintBooks& books) {
    const Period period = ten_days_of(beijing_date(books.at));
    const bool is_now = !books.past && period.last == beijing_date(books.at);
    const auto available =
        is_now ? available_lots(books.database, {.site = wanted_site(books), .at = books.at})
               : std::vector<AvailableLot>{};
    const auto rows = period_rows(books.database, period.first, period.last, wanted_site(books));
    return {of_period(books, bulletin_content(rows, period, available, books.names))};
}

Contents yearly_report(const PrintBooks& books) {
    const Period period = year_up_to(beijing_date(books.at));
    const auto rows = period_rows(books.database, period.first, period.last, wanted_site(books));
    return {of_period(books, yearly_content(rows, period, books.names))};
}

Contents hazard_notice(const PrintBooks& books) {
    FormContent content = hazard_notice_content(books.database, load_care_rules(books.source),
                                                required_site(books), books.at, books.names);
    return content.rows["lines"].empty() ? Contents{} : Contents{std::move(content)};
}

Contents safety_checklist(const PrintBooks& books) {
    FormContent content = safety_checklist_content(load_care_rules(books.source), books.names);
    if (books.question.site) {
        content.values["site"] = books.names.site(required_site(books));
    }
    return {content};
}

/// The forms the books fill, and how.
struct BooksForm {
    std::string_view kind;
    Contents (*fill)(const PrintBooks&);
};

constexpr std::array books_forms{
    BooksForm{"stock_ledger", stock_ledger},
    BooksForm{"count", count_sheet},
    BooksForm{"count_blind", blind_count_sheet},
    BooksForm{"lot_card", lot_cards},
    BooksForm{"supplier_phone_book", phone_book},
    BooksForm{"safety_checklist", safety_checklist},
    BooksForm{"ten_day_bulletin", ten_day_bulletin},
    BooksForm{"yearly_report", yearly_report},
    BooksForm{"hazard_notice", hazard_notice},
};

std::vector<Form> filled(const BooksForm& wanted, const PrintBooks& books) {
    std::vector<Form> forms;
    for (FormContent& content : wanted.fill(books)) {
        content.issuer = wanted.kind == "lot_card" ? "" : "吉林省";
        content.date = format_date(beijing_date(books.at));
        content.marks = marks_of(books.names.baseline, books.names.language);
        content.footer = footer_of(books.names.language, books.at, books_code(books.database));
        content.made_at = books.at;
        forms.push_back(make_form(form_kind(wanted.kind), content, books.names.language));
    }
    if (forms.empty()) {
        throw bad_input({.code = "print.empty",
                         .message = "there is nothing to print",
                         .field = "--site",
                         .found = "nothing of what was asked for",
                         .expected = wanted.kind == "hazard_notice"
                                         ? "a site with a hazard that is not closed"
                                         : "a site, an item or a lot with goods on the shelf"});
    }
    return forms;
}

/// The bulletin's own tables, on paper.
Form bulletin_form(const std::filesystem::path& data, const Books& db,
                   const PrintQuestion& question, Instant now) {
    const DailyAnswer answer = read_daily(data, db, {.now = now, .as_of = question.as_of});
    const FormKind& kind = form_kind("daily_bulletin");
    const std::string code =
        fmt::format("{}-{}", answer.report.head_seq, answer.report.head_hash.substr(0, 8));
    const FormContent empty{.issuer = "吉林省",
                            .date = format_date(answer.report.date),
                            .values = {{"as_of", printed_time(answer.report.as_of)},
                                       {"period", format_date(answer.report.date)}},
                            .marks = marks_of(answer.baseline, question.language),
                            .footer = footer_of(question.language, answer.report.as_of, code),
                            .made_at = answer.report.as_of};
    Form form = make_form(kind, empty, question.language);
    form.tables.clear();
    for (const DailyTable& table : daily_tables(answer, question.language, DailyDetail::moved)) {
        FormTable& shown = form.tables.emplace_back(FormTable{.caption = table.caption});
        for (const DailyTable::Column& column : table.columns) {
            // A code or a unit is not broken in two.
            const Align words = column.width <= 8 ? Align::center : Align::left;
            shown.columns.push_back(
                {column.title, column.width, column.number ? Align::right : words});
        }
        shown.rows = table.rows;
    }
    return form;
}

std::vector<Form> books_forms_of(const std::filesystem::path& data, const Books& db,
                                 const PrintQuestion& question, Instant now) {
    if (question.what == "daily_bulletin") {
        return {bulletin_form(data, db, question, now)};
    }
    const auto wanted =
        std::find_if(books_forms.begin(), books_forms.end(),
                     [&](const BooksForm& form) { return form.kind == question.what; });
    if (wanted == books_forms.end()) {
        throw bad_input(
            {.code = "print.kind",
             .message = "the books do not fill such a form",
             .field = "--kind",
             .found = question.what,
             .expected = "one that `relief print --list` shows as filled by the books"});
    }
    const Tables tables(data, db);
    const auto known = tables.book_tables();
    const Rules& rules = known->rules;
    const Places& places = known->places;
    const Baseline& baseline = known->baseline;
    const FormNames names{.rules = rules,
                          .places = places,
                          .baseline = baseline,
                          .specs = item_specs(tables.source()),
                          .people = people_names(*tables.database()),
                          .language = question.language};
    return filled(*wanted, {.database = *tables.database(),
                            .source = tables.source(),
                            .names = names,
                            .question = question,
                            .at = question.as_of.value_or(now),
                            .past = question.as_of.has_value()});
}

/// document, books or hand.
std::string_view filled_by(const FormKind& kind) {
    const bool by_books = kind.id == "daily_bulletin" ||
                          std::any_of(books_forms.begin(), books_forms.end(),
                                      [&](const BooksForm& form) { return form.kind == kind.id; });
    if (by_books) {
        return kind.id == "count" ? "document, books" : "books";
    }
    const auto kinds = document_kinds();
    const bool by_document = std::any_of(kinds.begin(), kinds.end(),
                                         [&](const DocumentKind& d) { return d.id == kind.id; });
    return by_document ? "document" : "hand";
}

}  // namespace

namespace {

/// How often a document was printed with this print, when, and of which state of the books.
struct PrintMark {
    int count = 0;
    Instant at;
    std::string code;

    friend bool operator==(const PrintMark&, const PrintMark&) = default;
};

std::string mark_text(const PrintMark& mark) {
    return ordered_json{{"count", mark.count}, {"at", format_instant(mark.at)}, {"code", mark.code}}
        .dump();
}

PrintMark read_mark(const std::string& text) {
    const ordered_json told = ordered_json::parse(text);
    return {.count = told.at("count"),
            .at = parse_instant(told.at("at").get<std::string>()).value(),
            .code = told.at("code")};
}

/// A document on paper, as far as it is made; not yet on the disk.
struct PrintedDocument {
    Document document;
    PrintMark mark;
    std::vector<Form> forms;
    PrintedFile file;
};

PrintedDocument render_document(WritingDesk& desk, const PrintQuestion& question, Instant at,
                                const std::optional<PrintMark>& again = {}) {
    PrintedDocument printed{
        .document = read_document(desk.database, find_document(desk.database, question.what)),
        .mark = {},
        .forms = {},
        .file = {}};
    const DocumentNumber& number = printed.document.number;
    printed.mark = again.value_or(
        PrintMark{.count = print_count(desk.database, number.kind, format_number(number)) + 1,
                  .at = at,
                  .code = books_code(desk.database)});
    printed.forms.push_back(document_form(desk, printed.document, question, printed.mark.count,
                                          printed.mark.at, printed.mark.code));
    printed.file = render_file(printed.forms, question.out);
    return printed;
}

/// What is printed is not as it was read any more: somebody printed or changed it meanwhile.
struct PrintedLate : std::exception {};

/// Books the print; the mark it has, which is an earlier one's where the key is an earlier one's.
PrintMark book_print(WritingDesk& desk, const Asked& asked, const PrintQuestion& question,
                     const PrintedDocument& printed) {
    const DocumentNumber& number = printed.document.number;
    const std::string name = format_number(number);
    const ordered_json asks{{"document", name},
                            {"format", question.out.extension().string()},
                            {"language", question.language}};
    const Request request = make_request(desk.database, asked, "document.print", asks.dump());
    return read_mark(make_change(desk.database, request, [&](Change& change) {
        const Document now = read_document(desk.database, printed.document.id);
        if (print_count(desk.database, number.kind, name) + 1 != printed.mark.count ||
            now.steps.size() != printed.document.steps.size()) {
            throw PrintedLate{};
        }
        add_print_run(change, number.kind, name, sha256_hex(printed.file.bytes));
        return mark_text(printed.mark);
    }));
}

PrintAnswer deliver(const PrintedDocument& printed, const PrintQuestion& question) {
    write_printed(printed.file, question.out);
    PrintAnswer answer = answer_of(printed.forms, printed.file, question);
    answer.kind = printed.document.number.kind;
    answer.subject = format_number(printed.document.number);
    return answer;
}

/// On a server the paper is made beside the writer, which only counts it. False where somebody
/// printed or changed it meanwhile.
bool print_beside(const Books& db, const Asked& asked, const PrintQuestion& question,
                  PrintedDocument& printed) {
    WritingDesk reading(db.kept, db.kept->book_tables());
    db.kept->database.transaction([&] { printed = render_document(reading, question, asked.now); });
    PrintMark mark;
    try {
        with_writing_desk(db, asked, [&](WritingDesk& desk) {
            mark = book_print(desk, asked, question, printed);
        });
    } catch (const PrintedLate&) {
        return false;
    }
    if (mark != printed.mark) {
        printed = render_document(reading, question, mark.at, mark);
    }
    return true;
}

}  // namespace

PrintAnswer print_document(const Books& db, const Asked& asked, const PrintQuestion& question) {
    constexpr int tries_max = 3;
    PrintedDocument printed;
    for (int tried = 0; db.change && tried < tries_max; ++tried) {
        if (print_beside(db, asked, question, printed)) {
            return deliver(printed, question);
        }
    }
    // Nothing comes between on the writer itself.
    with_writing_desk(db, asked, [&](WritingDesk& desk) {
        printed = render_document(desk, question, asked.now);
        const PrintMark mark = book_print(desk, asked, question, printed);
        if (mark != printed.mark) {
            printed = render_document(desk, question, mark.at, mark);
        }
    });
    return deliver(printed, question);
}

PrintAnswer print_books(const std::filesystem::path& data, const Books& db,
                        const PrintQuestion& question, Instant now) {
    const std::vector<Form> forms = books_forms_of(data, db, question, now);
    const PrintedFile file = render_file(forms, question.out);
    write_printed(file, question.out);
    PrintAnswer printed = answer_of(forms, file, question);
    printed.kind = question.what;
    printed.subject = question.site.value_or("");
    return printed;
}

std::string print_json(const PrintAnswer& answer) {
    return document_text({{"schema", "relief.print/1"},
                          {"kind", answer.kind},
                          {"subject", answer.subject},
                          {"title", answer.title},
                          {"file", answer.file.string()},
                          {"format", answer.format},
                          {"pages", answer.pages},
                          {"lines", answer.lines},
                          {"print_count", answer.print_count},
                          {"sha256", answer.sha256},
                          {"missing_glyphs", answer.missing_glyphs}});
}

std::string print_text(const PrintAnswer& answer, std::string_view language) {
    const bool zh = language != "en";
    std::string text = fmt::format("{} {}: {}", answer.title, answer.subject, answer.file.string());
    if (answer.pages > 0) {
        text += fmt::format(fmt::runtime(zh ? "，{} 页" : ", {} pages"), answer.pages);
    }
    text += fmt::format(fmt::runtime(zh ? "，{} 行" : ", {} lines"), answer.lines);
    if (answer.print_count > 0) {
        text +=
            fmt::format(fmt::runtime(zh ? "，第 {} 次打印" : ", print no. {}"), answer.print_count);
    }
    text += "\n";
    if (!answer.missing_glyphs.empty()) {
        text += fmt::format(fmt::runtime(zh ? "字库缺字，以代码印出：{}\n"
                                            : "no font has these, printed by their code: {}\n"),
                            fmt::join(answer.missing_glyphs, ", "));
    }
    return text;
}

std::string print_forms_json() {
    ordered_json forms = ordered_json::array();
    for (const FormKind& kind : form_kinds()) {
        forms.push_back({{"id", kind.id},
                         {"zh", kind.title.zh},
                         {"en", kind.title.en},
                         {"filled_by", filled_by(kind)}});
    }
    return document_text({{"schema", "relief.print_forms/1"}, {"forms", std::move(forms)}});
}

std::string print_forms_text(std::string_view language) {
    const bool zh = language != "en";
    TextTable table(zh ? std::vector<std::string>{"代号", "表单", "由何填写"}
                       : std::vector<std::string>{"kind", "form", "filled by"});
    for (const FormKind& kind : form_kinds()) {
        table.add({std::string(kind.id), kind.title.in(language), std::string(filled_by(kind))});
    }
    return table.text();
}

}  // namespace relief
