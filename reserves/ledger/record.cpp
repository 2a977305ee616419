// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/record.h"

#include "core/error.h"
#include "core/store/digest.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

bool is_plain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

/// Appends a JSON string. Most texts are codes of plain ASCII and need no library.
void append_json(std::string& json, const std::string& text) {
    if (std::all_of(text.begin(), text.end(), is_plain)) {
        json += '"';
        json += text;
        json += '"';
        return;
    }
    try {
        json += nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        throw bad_input({.code = "text.encoding",
                         .message = "a text of the movement is not UTF-8",
                         .expected = "UTF-8"});
    }
}

void append_member(std::string& json, std::string_view name, const std::string& text) {
    json += fmt::format(",\"{}\":", name);
    append_json(json, text);
}

void append_list(std::string& json, std::initializer_list<const std::string*> texts) {
    json += '[';
    for (const std::string* text : texts) {
        append_json(json, *text);
        json += ',';
    }
}

}  // namespace

std::string hash_content(const Movement& movement, const std::vector<LotRow>& lots) {
    CanonicalBytes bytes("relief.content/1");
    bytes.add(movement.kind)
        .add(movement.idempotency_key)
        .add(std::int64_t{movement.occurred_at.time_since_epoch().count()})
        .add(movement.actor)
        .add(movement.reason)
        .add(static_cast<std::int64_t>(movement.entries.size()));
    for (const Entry& entry : movement.entries) {
        const Account& account = entry.account;
        bytes.add(account.owner)
            .add(account.keeper)
            .add(account.site)
            .add(account.item)
            .add(account.lot)
            .add(account.condition)
            .add(account.stage)
            .add(entry.amount);
    }
    for (const LotRow& lot : lots) {
        bytes.add(lot.item).add(lot.lot).add(lot.made_on).add(lot.expires_on);
    }
    return bytes.sha256();
}

std::string hash_movement(const MovementRecord& record) {
    return CanonicalBytes("relief.movement/1")
        .add(record.id)
        .add(record.recorded_at)
        .add(record.journal_seq)
        .add(record.content_hash)
        .add(record.prev_hash)
        .sha256();
}

std::string journal_payload(const MovementRecord& record) {
    const Movement& movement = record.movement;
    std::string json = fmt::format("{{\"movement\":{}", record.id);
    append_member(json, "kind", movement.kind);
    append_member(json, "key", movement.idempotency_key);
    append_member(json, "reason", movement.reason);
    append_member(json, "content_hash", record.content_hash);
    append_member(json, "hash", record.hash);
    json += ",\"lots\":[";
    for (const LotRow& lot : record.lots) {
        append_list(json, {&lot.item, &lot.lot, &lot.made_on, &lot.expires_on});
        json.back() = ']';
        json += ',';
    }
    json.back() = ']';
    json += ",\"entries\":[";
    for (const Entry& entry : movement.entries) {
        const Account& a = entry.account;
        append_list(json, {&a.owner, &a.keeper, &a.site, &a.item, &a.lot, &a.condition, &a.stage});
        const fmt::format_int amount(entry.amount);
        json.append(amount.data(), amount.size());
        json += "],";
    }
    json.back() = ']';
    json += '}';
    return json;
}

std::int64_t book_day(Instant at) {
    return std::int64_t{beijing_date(at).time_since_epoch().count()};
}

}  // namespace relief
