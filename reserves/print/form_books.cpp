// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form_books.h"

#include "core/table/csv.h"
#include "reserves/print/decimal.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// "in_transit(o17)" is said as its stage, what it belongs to behind it.
std::string stage_word(const std::string& stage, const FormNames& names) {
    constexpr std::array words{
        std::pair{"on_hand", FormLabel{"在库", "on hand"}},
        std::pair{"picked", FormLabel{"已拣", "picked"}},
        std::pair{"loaded", FormLabel{"已装车", "loaded"}},
        std::pair{"in_transit", FormLabel{"在途", "in transit"}},
        std::pair{"at_receiver", FormLabel{"待交接", "at receiver"}},
        std::pair{"on_loan", FormLabel{"借出", "on loan"}},
        std::pair{"quarantine", FormLabel{"隔离", "quarantine"}},
        std::pair{"await_scrap", FormLabel{"待报废", "awaits scrapping"}},
    };
    const std::string head = stage.substr(0, stage.find('('));
    for (const auto& [id, label] : words) {
        if (head == id) {
            return label.in(names.language) + stage.substr(head.size());
        }
    }
    return stage;
}

std::string condition_word(const std::string& condition, const FormNames& names) {
    if (condition != "A") {
        return condition;
    }
    return FormLabel{"合格", "good"}.in(names.language);
}

FormValues goods_row(const Account& account, Date made_on, Date expires_on, std::int64_t amount,
                     const FormNames& names) {
    return {{"item", names.item(account.item)},
            {"spec", names.spec(account.item)},
            {"lot", account.lot},
            {"owner", names.site(account.owner)},
            {"made_on", format_date(made_on)},
            {"expires_on", format_date(expires_on)},
            {"condition", condition_word(account.condition, names)},
            {"unit", names.unit(account.item)},
            {"quantity", names.quantity(account.item, amount)}};
}

/// One row an item, in the order of the ledger's rows.
std::vector<FormValues> item_totals(const std::vector<StockRow>& stock, const FormNames& names) {
    std::vector<std::pair<std::string, std::int64_t>> totals;
    for (const StockRow& row : stock) {
        if (totals.empty() || totals.back().first != row.account.item) {
            totals.emplace_back(row.account.item, 0);
        }
        totals.back().second += row.amount;
    }
    std::vector<FormValues> rows;
    for (const auto& [item, amount] : totals) {
        rows.push_back({{"item", names.item(item)},
                        {"spec", names.spec(item)},
                        {"unit", names.unit(item)},
                        {"quantity", names.quantity(item, amount)}});
    }
    return rows;
}

}  // namespace

std::string FormNames::item(std::string_view id) const {
    const Item* item = rules.item(id);
    if (item == nullptr) {
        return std::string(id);
    }
    return language == "en" ? item->name_en : item->name_zh;
}

std::string FormNames::unit(std::string_view item) const {
    const Item* found = rules.item(item);
    return found == nullptr ? std::string() : found->unit;
}

std::string FormNames::spec(std::string_view item) const {
    const auto found = specs.find(item);
    return found == specs.end() ? std::string() : found->second;
}

std::string FormNames::site(std::string_view id) const {
    if (const Depot* depot = baseline.depot(id)) {
        return depot->name;
    }
    if (const Supplier* supplier = baseline.supplier(id)) {
        return supplier->name;
    }
    const Place* place = id.empty() ? nullptr : places.find_code(id);
    return place == nullptr ? std::string(id) : place->name;
}

std::string FormNames::person(std::string_view code) const {
    const auto found = people.find(code);
    return found == people.end() ? std::string(code) : found->second;
}

std::string FormNames::vehicle(std::string_view id) const {
    const VehicleClass* found = rules.vehicle(id);
    return language == "en" || found == nullptr ? std::string(id) : found->name_zh;
}

std::string FormNames::quantity(std::string_view item, std::int64_t amount) const {
    const Item* found = rules.item(item);
    return format_quantity({amount, found == nullptr ? 0 : found->decimals});
}

std::map<std::string, std::string, std::less<>> item_specs(const DataSource& source) {
    constexpr std::string_view name = "rules/item_catalog.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"item_id", "spec", "standard"});
    std::map<std::string, std::string, std::less<>> specs;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::string standard = row.text("standard");
        specs[row.required("item_id")] = standard.empty() ? row.text("spec") : standard;
    }
    return specs;
}

std::vector<std::string> marks_of(const Baseline& baseline, std::string_view language) {
    const bool made_up = std::any_of(
        baseline.depots.begin(), baseline.depots.end(),
        [](const Depot& depot) { return depot.flag.find("synthetic") != std::string::npos; });
    if (!made_up) {
        return {};
    }
    return {FormLabel{"示例数据", "synthetic data"}.in(language)};
}

FormContent stock_ledger_content(const std::vector<StockRow>& stock,
                                 const std::vector<AvailableLot>& available,
                                 const FormNames& names) {
    FormContent content;
    std::vector<FormValues>& rows = content.rows["lines"];
    for (const StockRow& row : stock) {
        FormValues& line = rows.emplace_back(
            goods_row(row.account, row.made_on, row.expires_on, row.amount, names));
        line["stage"] = stage_word(row.account.stage, names);
        for (const AvailableLot& lot : available) {
            const Account& a = row.account;
            const bool same = std::tie(a.item, a.lot, a.owner, a.keeper, a.site) ==
                              std::tie(lot.item, lot.lot, lot.owner, lot.keeper, lot.site);
            if (same && a.stage == "on_hand" && a.condition == "A") {
                line["available_quantity"] = names.quantity(a.item, lot.available);
                line["note"] = lot.why_not;
            }
        }
    }
    content.rows["totals"] = item_totals(stock, names);
    return content;
}

FormContent count_content(const std::vector<StockRow>& stock, bool with_book,
                          const FormNames& names) {
    FormContent content;
    std::vector<FormValues>& rows = content.rows["lines"];
    for (const StockRow& row : stock) {
        if (row.account.stage != "on_hand" && row.account.stage != "quarantine") {
            continue;
        }
        FormValues line = goods_row(row.account, row.made_on, row.expires_on, row.amount, names);
        for (const char* unused : {"spec", "owner", "made_on"}) {
            line.erase(unused);
        }
        if (!with_book) {
            line.erase("quantity");
        }
        rows.push_back(std::move(line));
    }
    return content;
}

std::vector<FormContent> lot_card_contents(const std::vector<StockRow>& stock,
                                           const FormNames& names) {
    std::vector<FormContent> cards;
    for (const StockRow& row : stock) {
        if (row.account.stage != "on_hand") {
            continue;
        }
        const FormValues goods =
            goods_row(row.account, row.made_on, row.expires_on, row.amount, names);
        FormContent& card = cards.emplace_back();
        card.number = row.account.lot;
        card.values = {{"item", goods.at("item")},
                       {"spec", goods.at("spec")},
                       {"code", row.account.lot},
                       {"quantity", goods.at("quantity") + " " + goods.at("unit")},
                       {"quality", goods.at("condition")},
                       {"made_on", goods.at("made_on")},
                       {"expires_on", goods.at("expires_on")},
                       {"owner", goods.at("owner")},
                       {"site", names.site(row.account.site)}};
    }
    return cards;
}

FormContent phone_book_content(const std::vector<Agreement>& agreements, Date on,
                               const FormNames& names) {
    FormContent content;
    std::vector<const Agreement*> held;
    for (const Agreement& agreement : agreements) {
        if (agreement.holds(on)) {
            held.push_back(&agreement);
        }
    }
    const auto key = [](const Agreement* agreement) {
        const Supplier& supplier = agreement->supplier;
        return std::tie(supplier.place_code, supplier.item, supplier.id);
    };
    std::sort(held.begin(), held.end(),
              [&](const Agreement* a, const Agreement* b) { return key(a) < key(b); });
    for (const Agreement* agreement : held) {
        const Supplier& supplier = agreement->supplier;
        FormValues& row = content.rows["lines"].emplace_back(
            FormValues{{"place", names.site(supplier.place_code)},
                       {"supplier", supplier.name},
                       {"item", names.item(supplier.item)},
                       {"unit", names.unit(supplier.item)},
                       {"daily_capacity", fmt::format("{}", supplier.daily_capacity)},
                       {"on_hand", fmt::format("{}", agreement->on_hand())},
                       {"first_hours", fmt::format("{}", supplier.first_delivery_h)},
                       {"until", format_date(supplier.agreement_to)}});
        const bool both = !agreement->contact.empty() && !agreement->phone.empty();
        row["phone"] = agreement->contact + (both ? " " : "") + agreement->phone;
        if (!agreement->tests.empty()) {
            row["last_test"] = format_date(beijing_date(agreement->tests.back().at));
        }
    }
    content.values["as_of"] = format_date(on);
    return content;
}

FormContent safety_checklist_content(const CareRules& care, const FormNames& names) {
    constexpr std::array groups{
        std::pair{"fire", "消防"},     std::pair{"electric", "用电"},
        std::pair{"stack", "堆码"},    std::pair{"flood", "防汛"},
        std::pair{"snow", "防雪"},     std::pair{"pest_damp", "防潮防虫"},
        std::pair{"security", "保卫"}, std::pair{"machines", "机具"},
        std::pair{"doors", "库门"},    std::pair{"documents", "账物"},
    };
    FormContent content;
    for (const SafetyCheck& check : care.checks) {
        std::string group = check.group;
        for (const auto& [id, zh] : groups) {
            group = check.group == id && !is_english(names) ? zh : group;
        }
        content.rows["lines"].push_back(
            {{"group", group},
             {"check", is_english(names) ? check.words : check.zh},
             {"cycle", fmt::format("{} {}", check.cycle_days, is_english(names) ? "d" : "天")},
             {"grade", fmt::format("{}", check.grade)}});
    }
    return content;
}

}  // namespace relief
