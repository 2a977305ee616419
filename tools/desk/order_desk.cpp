// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/order_desk.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

Error wrong_order_value(std::string_view option, const std::string& text, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = std::string(option),
                      .found = text,
                      .expected = std::move(expected)});
}

std::optional<std::int64_t> parse_digits(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty() &&
                       text.front() != '-';
    return whole ? std::optional(value) : std::nullopt;
}

const Item& order_item(const Rules& rules, const std::string& id) {
    if (const Item* item = rules.item(id)) {
        return *item;
    }
    throw bad_input({.code = "item.unknown",
                     .message = "there is no such item",
                     .field = "item",
                     .found = id,
                     .expected = "an item of rules/item_catalog.csv"});
}

}  // namespace

OrderDesk open_order_desk(const Books& db, Asked& asked) {
    OrderDesk desk{.desk = open_writing_desk(db, asked)};
    if (const auto person = find_person(desk.desk.database, asked.actor)) {
        asked.actor = person->code;
    }
    return desk;
}

std::int64_t change_document(OrderDesk& desk, const Asked& asked, const std::string& operation,
                             const std::string& content, const std::string& document,
                             std::optional<std::int64_t> seen,
                             const std::function<std::int64_t(Change&, std::int64_t)>& work) {
    Database& database = desk.desk.database;
    const std::int64_t id = document.empty() ? 0 : find_document(database, document);
    const Request request = make_request(database, asked, operation, content);
    const std::string answer = make_change(database, request, [&](Change& change) {
        if (id != 0) {
            check_seen(read_document(database, id), seen);
        }
        return nlohmann::json{{"document", work(change, id)}}.dump();
    });
    return nlohmann::json::parse(answer).at("document").get<std::int64_t>();
}

std::int64_t parse_amount(const Rules& rules, const std::string& item, const std::string& text,
                          std::string_view option) {
    const int decimals = order_item(rules, item).decimals;
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string fraction = point < text.size() ? text.substr(point + 1) : "0";
    const bool fits = static_cast<int>(fraction.size()) <= std::max(decimals, 1) &&
                      (decimals > 0 || point == text.size());
    fraction.resize(static_cast<std::size_t>(std::max(decimals, 1)), '0');
    const auto whole = parse_digits(text.substr(0, point));
    const auto part = parse_digits(fraction);
    if (!fits || !whole || !part || *whole > 1'000'000'000) {
        throw wrong_order_value(option, text,
                                fmt::format("an amount with at most {} decimals", decimals));
    }
    return from_units(*whole, decimals).amount + (decimals == 0 ? 0 : *part);
}

std::string amount_text(const Rules& rules, const std::string& item, std::int64_t amount) {
    const Item* known = rules.item(item);
    std::string text = format_quantity({amount, known == nullptr ? 0 : known->decimals});
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

std::string parse_site(const WritingDesk& desk, const std::string& text, Instant at) {
    return desk.baseline.depot(text) != nullptr ? text
                                                : desk.places.resolve(text, beijing_date(at)).code;
}

int parse_response(const std::string& text) {
    constexpr std::array<std::pair<std::string_view, int>, 10> words{{{"none", 0},
                                                                      {"0", 0},
                                                                      {"IV", 4},
                                                                      {"4", 4},
                                                                      {"III", 3},
                                                                      {"3", 3},
                                                                      {"II", 2},
                                                                      {"2", 2},
                                                                      {"I", 1},
                                                                      {"1", 1}}};
    const auto* found = std::find_if(words.begin(), words.end(),
                                     [&](const auto& word) { return word.first == text; });
    if (found == words.end()) {
        throw wrong_order_value("--response", text, "none, IV, III, II or I");
    }
    return found->second;
}

}  // namespace relief
