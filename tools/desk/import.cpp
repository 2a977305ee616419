// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/import.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "reserves/exchange/agreed_column.h"
#include "reserves/exchange/import_back.h"
#include "reserves/exchange/import_reversal.h"
#include "reserves/exchange/name_index.h"
#include "reserves/ledger/as_of.h"
#include "tools/desk/document.h"
#include "tools/desk/papers.h"
#include "tools/desk/tables.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace relief {
namespace {

std::string without(std::string text, std::string_view part) {
    const std::size_t at = text.find(part);
    return at == std::string::npos ? text : text.erase(at, part.size());
}

std::string owner_of(const Depot& depot) {
    return depot.level == "province" ? "220000" : depot.seat_code;
}

ImportSite site_of(const Depot& depot, const Baseline& baseline) {
    const Depot* keeper = baseline.depot(depot.fleet_depot());
    ImportSite site{.id = depot.id,
                    .names = {depot.name, without(depot.name, "(演示)")},
                    .owner = owner_of(depot),
                    .keeper = keeper == nullptr ? depot.org : keeper->org};
    if (depot.type == "provincial_consignment") {
        site.names.push_back(depot.seat_code + "代储点");
        site.names.push_back(without(site.names[1], "省级"));
    }
    return site;
}

Error no_such_site(const std::string& typed) {
    return bad_input({.code = "import.site",
                      .message = "there is no such depot",
                      .field = "--site",
                      .found = typed,
                      .expected = "the id or the name of a depot"});
}

std::string resolve_site(const ImportContext& context, const std::string& typed) {
    NameIndex index;
    for (std::size_t i = 0; i < context.sites.size(); ++i) {
        index.add(context.sites[i].id, i);
        for (const std::string& name : context.sites[i].names) {
            index.add(name, i);
        }
    }
    const auto& found = index.find(typed);
    if (found.size() != 1) {
        throw no_such_site(typed);
    }
    return context.sites[found.front()].id;
}

/// What the books say of the depots of the sheet, to tell a stale one.
std::vector<BookStock> book_of(Database& database, const ImportReading& reading, Instant at) {
    std::set<std::string> sites;
    for (const ImportRow& row : reading.rows) {
        sites.insert(row.site);
    }
    sites.erase("");
    std::vector<BookStock> book;
    for (const std::string& site : sites) {
        for (const StockRow& stock : stock_as_of(database, {.site = site, .occurred_by = at})) {
            if (stock.account.stage == "on_hand" && stock.account.condition == "A") {
                book.push_back({site, stock.account.item, stock.account.lot, stock.amount});
            }
        }
    }
    return book;
}

struct Read {
    Workbook book;
    ImportRules rules;
    ImportResult result;
    ImportContext context;
    std::vector<ImportedStock> stocks;
};

void check_size(const std::filesystem::path& file) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    if (!failed && bytes > sheet_limits::file_bytes_max) {
        throw bad_input({.code = "sheet.size",
                         .message = "the spreadsheet is larger than any list of stock",
                         .file = file.string(),
                         .found = fmt::format("{} bytes", bytes),
                         .expected = fmt::format("at most {}", sheet_limits::file_bytes_max)});
    }
}

/// The half of reading that asks no books: the file itself and each of its rows.
Read parse_sheet(const ImportRequest& request, const DataSource& source, ImportContext context) {
    check_size(request.file);
    const std::string bytes = read_file(request.file);
    const std::string file = request.file.string();
    Read read{.book = read_workbook(bytes, file),
              .rules = load_import_rules(source),
              .context = std::move(context)};
    ImportResult& result = read.result;
    result.file = file;
    result.sha256 = sha256_hex(bytes);
    result.options = request.options;
    result.at = request.asked.occurred_at;
    if (!result.options.site.empty()) {
        result.options.site = resolve_site(read.context, result.options.site);
    }
    for (const std::string& column : request.columns) {
        agree_column(read.rules, column);
    }
    result.reading = read_stock_sheet(read.book, file, read.rules, read.context, result.options);
    return read;
}

/// What the rows mean to the books as they are.
void hold_against(Read& read, Database& database) {
    ImportResult& result = read.result;
    const bool two_columns =
        std::any_of(result.reading.rows.begin(), result.reading.rows.end(),
                    [](const ImportRow& row) { return row.book_amount.has_value(); });
    if (two_columns && result.options.kind == ImportKind::count) {
        read.context.book = book_of(database, result.reading, result.at);
        result.reading =
            read_stock_sheet(read.book, result.file, read.rules, read.context, result.options);
    }
    read.stocks = plan_import(database, result.reading, read.context, result.options, result.at);
    result.by_unit = accepted_by_unit(result.reading, read.context);
    result.stocks = static_cast<std::size_t>(
        std::count_if(read.stocks.begin(), read.stocks.end(),
                      [](const ImportedStock& stock) { return stock.difference() != 0; }));
    result.posted =
        find_import(database, result.sha256, kind_name(result.options.kind), result.options.site);
    if (result.posted) {
        result.posted->reversed = is_reversed(database, *result.posted);
    }
}

void send_back(const ImportRequest& request, Read& read) {
    if (request.back) {
        const Sheet& sheet = read.book.sheets[sheet_index(read.book, read.result.reading)];
        write_back_sheet(*request.back, sheet, read.result.reading, read.result.posted.has_value(),
                         request.language, request.asked.now);
        read.result.back = request.back;
    }
}

/// The writer's half of a posting.
void post_read(const ImportRequest& request, Read& read, WritingDesk& desk) {
    hold_against(read, desk.database);
    if (read.result.posted && read.result.posted->reversed) {
        throw refused({.code = "import.reversed",
                       .message = "the sheet was posted and reversed",
                       .file = read.result.file,
                       .found = fmt::format("import {}", read.result.posted->batch),
                       .expected = "a mended sheet, or another --as or --site"});
    }
    if (read.result.posted) {
        return;
    }
    if (read.result.reading.accepted == 0) {
        throw refused({.code = "import.nothing",
                       .message = "no row of the sheet can be posted",
                       .file = read.result.file,
                       .found = fmt::format("{} held, {} refused", read.result.reading.held,
                                            read.result.reading.refused),
                       .expected = "rows that are accepted; look at them without --post"});
    }
    if (!request.back) {
        read.book = {};
    }
    read.result.posted = post_import(
        desk.database, {.name = request.file.filename().string(), .sha256 = read.result.sha256},
        read.result.reading, read.stocks, read.result.options,
        {.actor = known_actor(desk.database, request.asked).actor,
         .occurred_at = request.asked.occurred_at,
         .recorded_at = request.asked.now});
}

ImportResult post_sheet(const ImportRequest& request) {
    Read read;
    const auto parse = [&](Database& database, const BookTables& tables) {
        read = parse_sheet(request, DatabaseSource(database),
                           import_context(tables.rules, tables.places, tables.baseline));
    };
    if (request.db->change) {  // on a server: read beside the writer
        parse(request.db->kept->database, *request.db->kept->book_tables());
    }
    with_writing_desk(*request.db, request.asked, [&](WritingDesk& desk) {
        if (!request.db->change) {
            parse(desk.database, *desk.tables);
        }
        post_read(request, read, desk);
    });
    send_back(request, read);
    return std::move(read.result);
}

ImportResult look_at_sheet(const ImportRequest& request) {
    const Tables tables(request.data, request.db);
    const auto known = tables.book_tables();
    const Rules& rules = known->rules;
    const Places& places = known->places;
    const Baseline& baseline = known->baseline;
    std::optional<Database> memory;
    if (tables.database() == nullptr) {
        memory = Database::in_memory();
        open_books(*memory, tables.source(), rules, baseline,
                   beijing_midnight(baseline.picture_on));
    }
    Database& database = memory ? *memory : *tables.database();
    Read read = parse_sheet(request, tables.source(), import_context(rules, places, baseline));
    hold_against(read, database);
    send_back(request, read);
    return std::move(read.result);
}

}  // namespace

ImportContext import_context(const Rules& rules, const Places& places, const Baseline& baseline) {
    ImportContext context;
    for (const Item& item : rules.items) {
        context.items.push_back({.id = item.id,
                                 .names = {item.name_zh, item.name_en},
                                 .unit = item.unit,
                                 .decimals = item.decimals,
                                 .shelf_life_days = item.shelf_life_days});
    }
    std::set<std::string> owners;
    for (const Depot& depot : baseline.depots) {
        context.sites.push_back(site_of(depot, baseline));
        if (owners.insert(owner_of(depot)).second) {
            const Place* place = places.find_code(owner_of(depot));
            ImportOwner owner{.id = owner_of(depot)};
            if (place != nullptr) {
                owner.names = {place->name};
            }
            context.owners.push_back(std::move(owner));
        }
    }
    return context;
}

std::string reverse_posted_import(WritingDesk& desk, const Asked& asked, std::int64_t batch,
                                  const std::string& reason) {
    const std::string content =
        nlohmann::ordered_json{{"import", batch}, {"reason", reason}}.dump();
    return make_change(
        desk.database,
        make_request(desk.database, known_actor(desk.database, asked), "import.reverse", content),
        [&](Change& change) {
            const ReversedImport reversed = reverse_import(change, batch, reason);
            change.tell_subject(fmt::format("{}", batch));
            return document_text({{"schema", "relief.import_reversal/1"},
                                  {"import", reversed.batch},
                                  {"file", reversed.file},
                                  {"reason", reason},
                                  {"movements", reversed.movements},
                                  {"documents", reversed.documents}});
        });
}

std::string import_reversal_text(const std::string& json, std::string_view language) {
    const auto told = nlohmann::json::parse(json);
    return fmt::format(
        fmt::runtime(language == "zh" ? "导入 {}（{}）已红字冲销：冲销 {} 笔移动、{} 张盘点单\n"
                                      : "import {} ({}) is reversed: {} movements, {} counts\n"),
        told.at("import").get<std::int64_t>(), told.at("file").get<std::string>(),
        told.at("movements").size(), told.at("documents").size());
}

ImportResult import_sheet(const ImportRequest& request) {
    return request.post ? post_sheet(request) : look_at_sheet(request);
}

}  // namespace relief
