// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/kits.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/document/paper_kinds.h"
#include "reserves/document/paper_stock.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// Part -> amount for one kit, in 10^-decimals of the part's unit.
using Recipe = std::map<std::string, std::int64_t>;
/// Part and lot -> amount.
using PartLots = std::map<std::pair<std::string, std::string>, std::int64_t>;

Recipe recipe_of(const PaperTables& tables, const std::string& kit) {
    Recipe recipe;
    for (const KitPart& row : tables.kits) {
        if (row.kit == kit) {
            recipe[row.part] = from_units(row.count, tables.rules.item(row.part)->decimals).amount;
        }
    }
    return recipe;
}

/// "TORCH=1,WATBAG=2": kept with the paper, so that it is proven from the file alone.
std::string recipe_text(const Recipe& recipe) {
    std::string text;
    for (const auto& [part, amount] : recipe) {
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", part, amount);
    }
    return text;
}

Recipe parse_recipe(const std::string& text) {
    Recipe recipe;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::size_t mark = text.find('=', at);
        std::int64_t amount = 0;
        std::from_chars(text.data() + mark + 1, text.data() + end, amount);
        recipe[text.substr(at, mark - at)] = amount;
        at = end + 1;
    }
    return recipe;
}

bool is_kit_line(const DocumentLine& line, bool assembling) {
    return assembling ? line.from_site.empty() && !line.to_site.empty()
                      : !line.from_site.empty() && line.to_site.empty();
}

/// The one line of the kit itself; bad_input where there is none or more.
PaperLine& kit_line(NewPaper& paper, bool assembling) {
    PaperLine* found = nullptr;
    for (PaperLine& line : paper.lines) {
        if (is_kit_line(line.goods, assembling)) {
            if (found != nullptr) {
                throw wrong_line(line, "item", line.goods.item, "one line for the kit");
            }
            found = &line;
        }
    }
    if (found == nullptr) {
        throw wrong_line(
            paper.lines.front(), "item", "no line for the kit",
            assembling ? "the kit's line with to= alone" : "the kit's line with from= alone");
    }
    return *found;
}

Error wrong_parts(const std::string& part, std::int64_t found, std::int64_t expected) {
    return refused({.code = "kit.parts",
                    .message = "the parts are not those of so many kits",
                    .file = {},
                    .field = part,
                    .found = fmt::format("{}", found),
                    .expected = fmt::format("{}", expected)});
}

void require_recipe(const Recipe& recipe, const PartLots& parts, std::int64_t kits) {
    std::map<std::string, std::int64_t> sums;
    for (const auto& [key, amount] : parts) {
        sums[key.first] += amount;
    }
    for (const auto& [part, per_kit] : recipe) {
        const std::int64_t found = sums[part];
        if (found != per_kit * kits) {
            throw wrong_parts(part, found, per_kit * kits);
        }
    }
    for (const auto& [part, sum] : sums) {
        if (recipe.count(part) == 0) {
            throw wrong_parts(part, sum, 0);
        }
    }
}

PartLots parts_in(const std::vector<DocumentLine>& lines, bool assembling) {
    PartLots parts;
    for (const DocumentLine& line : lines) {
        if (!is_kit_line(line, assembling)) {
            parts[{line.item, line.lot}] += line.amount;
        }
    }
    return parts;
}

std::vector<DocumentLine> goods_of(const NewPaper& paper) {
    std::vector<DocumentLine> lines;
    for (const PaperLine& line : paper.lines) {
        lines.push_back(line.goods);
    }
    return lines;
}

/// The posted paper a lot of kits was put together by.
std::optional<Document> assembly_of(Database& database, const std::string& kit,
                                    const std::string& lot) {
    Statement select = database.prepare(
        "SELECT d.id FROM document AS d JOIN document_line AS l ON l.document_id = d.id WHERE "
        "d.kind = 'kit' AND l.item = ?1 AND l.lot = ?2 AND l.from_site = '' AND (SELECT state FROM "
        "document_step WHERE document_id = d.id ORDER BY id DESC LIMIT 1) = 'posted' ORDER BY d.id "
        "LIMIT 1");
    select.bind(1, kit).bind(2, lot);
    if (!select.step()) {
        return std::nullopt;
    }
    return read_document(database, select.integer(0));
}

/// What of an assembly's part lots is still in kits: used less taken out by standing papers.
PartLots parts_left(Database& database, const Document& assembly, bool posted_only) {
    PartLots left = parts_in(assembly.lines, true);
    for (const Document& unkit : followers(database, assembly.id, "of")) {
        if (unkit.number.kind != "unkit" || (posted_only && unkit.state() != "posted")) {
            continue;
        }
        for (const auto& [key, amount] : parts_in(unkit.lines, false)) {
            left[key] -= amount;
        }
    }
    return left;
}

/// The lines of parts that come out of `kits` kits, in the order they went in.
void derive_parts(const Document& assembly, const Recipe& recipe, PartLots left, std::int64_t kits,
                  NewPaper& paper) {
    const DocumentLine kit = kit_line(paper, false).goods;
    for (const auto& [part, per_kit] : recipe) {
        std::int64_t wanted = per_kit * kits;
        for (const DocumentLine& used : assembly.lines) {
            if (used.item != part || is_kit_line(used, true) || wanted == 0) {
                continue;
            }
            std::int64_t& there = left[{used.item, used.lot}];
            const std::int64_t taken = std::min(there, wanted);
            if (taken <= 0) {
                continue;
            }
            there -= taken;
            wanted -= taken;
            paper.lines.push_back({.goods = {.line = static_cast<int>(paper.lines.size()) + 1,
                                             .item = used.item,
                                             .lot = used.lot,
                                             .amount = taken,
                                             .owner = kit.owner,
                                             .from_site = {},
                                             .to_site = kit.from_site,
                                             .condition = "A",
                                             .note = {}}});
        }
    }
}

std::int64_t owner_count(const std::vector<DocumentLine>& lines) {
    std::map<std::string, int> owners;
    for (const DocumentLine& line : lines) {
        ++owners[line.owner];
    }
    return static_cast<std::int64_t>(owners.size());
}

std::int64_t kits_of(const Document& document, bool assembling) {
    for (const DocumentLine& line : document.lines) {
        if (is_kit_line(line, assembling)) {
            return line.amount;
        }
    }
    return 0;
}

std::optional<WrongRow> wrong_kit(const Document& document, std::string found,
                                  std::string expected) {
    return WrongRow{.table = "document",
                    .row = document.id,
                    .check = "I11_kits",
                    .found = std::move(found),
                    .expected = std::move(expected)};
}

std::optional<WrongRow> check_recipe(const Document& document, const Recipe& recipe,
                                     bool assembling) {
    try {
        require_recipe(recipe, parts_in(document.lines, assembling), kits_of(document, assembling));
    } catch (const Error& error) {
        return wrong_kit(document, error.detail().field + " " + error.detail().found,
                         error.detail().expected);
    }
    return std::nullopt;
}

}  // namespace

std::vector<KitPart> load_kits(const DataSource& source, const Rules& rules) {
    constexpr std::string_view name = "rules/kits.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"kit_item", "part_item", "count", "source", "flag"});
    table.check_key({"kit_item", "part_item"});
    std::vector<KitPart> parts;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        KitPart part{.kit = row.required("kit_item"),
                     .part = row.required("part_item"),
                     .count = static_cast<int>(row.integer("count", 1, 10'000)),
                     .source = source_of(row)};
        for (const auto& [column, item] :
             {std::pair("kit_item", part.kit), std::pair("part_item", part.part)}) {
            if (rules.item(item) == nullptr) {
                throw row.error("csv.reference", column, "the kit names an item that is not there",
                                "an item of rules/item_catalog.csv");
            }
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

void check_kit(Database& database, const PaperTables& tables, NewPaper& paper, Instant at) {
    PaperLine& kit = kit_line(paper, true);
    const Recipe recipe = recipe_of(tables, kit.goods.item);
    if (recipe.empty()) {
        throw wrong_line(kit, "item", kit.goods.item, "a kit of rules/kits.csv");
    }
    if (last_day_of(database, kit.goods.item, kit.goods.lot)) {
        throw wrong_line(kit, "lot", kit.goods.lot, "a lot code of its own, new to the books");
    }
    std::optional<Date> first;
    for (PaperLine& line : paper.lines) {
        if (&line == &kit) {
            continue;
        }
        check_taking_line(database, line, word_of(paper, "use"));
        const auto last_day = last_day_of(database, line.goods.item, line.goods.lot);
        first = first && last_day ? std::min(*first, *last_day) : last_day;
        kit.goods.owner = kit.goods.owner.empty() ? line.goods.owner : kit.goods.owner;
    }
    kit.goods.condition = "A";
    if (owner_count(goods_of(paper)) != 1) {
        throw wrong_line(kit, "owner", "parts of several owners", "parts of one owner");
    }
    require_owners_order(database, paper);
    require_recipe(recipe, parts_in(goods_of(paper), true), kit.goods.amount);
    kit.lot_dates = LotDates{.made_on = beijing_date(at), .expires_on = first.value_or(Date{})};
    paper.words["recipe"] = recipe_text(recipe);
}

/// Parts go into kit_in and kits come out of kit_out, so that each sums to zero by itself.
Posted post_kit(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted{.entries = {}, .lots = new_lots(document)};
    for (const DocumentLine& line : document.lines) {
        const bool kit = is_kit_line(line, true);
        const Account shelf = account_of(change.database(), tables, line,
                                         kit ? line.to_site : line.from_site, "on_hand");
        Account counter = shelf;
        counter.stage = kit ? "kit_out" : "kit_in";
        carry(posted.entries, kit ? counter : shelf, kit ? shelf : counter, line.amount);
    }
    return posted;
}

void check_unkit(Database& database, const PaperTables&, NewPaper& paper, Instant) {
    PaperLine& kit = kit_line(paper, false);
    check_taking_line(database, kit, word_of(paper, "use"));
    require_owners_order(database, NewPaper{.unit = paper.unit,
                                            .kind = {},
                                            .event = {},
                                            .words = {},
                                            .lines = {kit},
                                            .of = {},
                                            .order = paper.order});
    const auto assembly = assembly_of(database, kit.goods.item, kit.goods.lot);
    if (!assembly) {
        throw wrong_line(kit, "lot", kit.goods.lot, "a lot that was put together by a kit paper");
    }
    paper.of = assembly->id;
    const Recipe recipe = parse_recipe(read_head(*assembly).word("recipe"));
    PartLots left = parts_left(database, *assembly, false);
    const std::int64_t kits = kit.goods.amount;
    if (paper.lines.size() == 1) {
        derive_parts(*assembly, recipe, left, kits, paper);
    }
    const std::string owner = kit_line(paper, false).goods.owner;
    for (PaperLine& line : paper.lines) {
        if (!is_kit_line(line.goods, false)) {
            line.goods.owner = owner;
            line.goods.condition = line.goods.condition.empty() ? "A" : line.goods.condition;
        }
    }
    const PartLots parts = parts_in(goods_of(paper), false);
    require_recipe(recipe, parts, kits);
    for (const auto& [key, amount] : parts) {
        if (amount > left[key]) {
            throw wrong_parts(key.first + " " + key.second, amount, left[key]);
        }
    }
    paper.words["recipe"] = recipe_text(recipe);
}

Posted post_unkit(Change& change, const PaperTables& tables, const Document& document) {
    Posted posted;
    for (const DocumentLine& line : document.lines) {
        const bool kit = is_kit_line(line, false);
        const Account shelf = account_of(change.database(), tables, line,
                                         kit ? line.from_site : line.to_site, "on_hand");
        Account counter = shelf;
        counter.stage = kit ? "kit_out" : "kit_in";
        carry(posted.entries, kit ? shelf : counter, kit ? counter : shelf, line.amount);
    }
    return posted;
}

std::optional<WrongRow> check_kits(Database& database, std::int64_t& checked) {
    for (const char* kind : {"kit", "unkit"}) {
        const bool assembling = std::string_view(kind) == "kit";
        for (const Document& document :
             read_documents(database, {.kind = kind, .unit = {}, .state = "posted", .event = {}})) {
            ++checked;
            const Recipe recipe = parse_recipe(read_head(document).word("recipe"));
            if (auto finding = check_recipe(document, recipe, assembling)) {
                return finding;
            }
            if (!assembling) {
                continue;
            }
            for (const auto& [key, amount] : parts_left(database, document, true)) {
                if (amount < 0) {
                    return wrong_kit(document,
                                     fmt::format("{} more of {} {} taken apart than put in",
                                                 -amount, key.first, key.second),
                                     "the lots that were put in");
                }
            }
        }
    }
    return std::nullopt;
}

}  // namespace relief
