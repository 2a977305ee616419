// SPDX-License-Identifier: Apache-2.0
#include "reserves/ledger/record.h"

#include "core/store/json_text.h"

#include <fmt/format.h>

namespace relief {
namespace {

void append_member(std::string& json, std::string_view name, std::string_view text) {
    json += ",\"";
    json += name;
    json += "\":";
    append_json(json, text, "movement");
}

void append_hashed(std::string& bytes, std::string_view field) {
    append_digits(bytes, static_cast<std::int64_t>(field.size()));
    bytes += ':';
    bytes += field;
}

/// A canonical field that is a number.
void append_hashed(std::string& bytes, std::int64_t value) {
    const fmt::format_int digits(value);
    append_hashed(bytes, std::string_view(digits.data(), digits.size()));
}

/// "[[…],[…]]" from "[…],[…],". Without an element it is the one bracket a reader refuses, which
/// no posting comes to: a movement has lines, and lines have lots.
void append_array(std::string& json, std::string_view elements) {
    json += '[';
    json += elements;
    json.back() = ']';
}

}  // namespace

RecordPart PartWriter::write_fields(std::initializer_list<std::string_view> fields) {
    hashed_.clear();
    json_.clear();
    for (const std::string_view field : fields) {
        append_hashed(hashed_, field);
        append_json(json_, field, "movement");
        json_ += ',';
    }
    return {.hashed = hashed_, .json = json_};
}

RecordPart PartWriter::write(const Account& a) {
    return write_fields({a.owner, a.keeper, a.site, a.item, a.lot, a.condition, a.stage});
}

RecordPart PartWriter::write(const LotRow& lot) {
    RecordPart part = write_fields({lot.item, lot.lot, lot.made_on, lot.expires_on});
    json_.back() = ']';
    return part;
}

void RecordWriter::begin() {
    lines_ = 0;
    hashed_lines_.clear();
    hashed_lots_.clear();
    json_lines_.clear();
    json_lots_.clear();
}

void RecordWriter::add_line(RecordPart account, std::int64_t amount) {
    ++lines_;
    hashed_lines_ += account.hashed;
    append_hashed(hashed_lines_, amount);
    json_lines_ += '[';
    json_lines_ += account.json;
    append_digits(json_lines_, amount);
    json_lines_ += "],";
}

void RecordWriter::add_lot(RecordPart lot) {
    hashed_lots_ += lot.hashed;
    json_lots_ += '[';
    json_lots_ += lot.json;
    json_lots_ += ',';
}

std::string RecordWriter::content_hash(std::string_view kind, std::string_view key,
                                       std::int64_t occurred_at, std::string_view actor,
                                       std::string_view reason) {
    bytes_.begin("relief.content/1");
    bytes_.add(kind)
        .add(key)
        .add(occurred_at)
        .add(actor)
        .add(reason)
        .add(lines_)
        .add_bytes(hashed_lines_)
        .add_bytes(hashed_lots_);
    return bytes_.sha256();
}

const std::string& RecordWriter::payload(std::int64_t id, std::string_view kind,
                                         std::string_view key, std::string_view reason,
                                         std::string_view content_hash, std::string_view hash) {
    json_ = "{\"movement\":";
    append_digits(json_, id);
    append_member(json_, "kind", kind);
    append_member(json_, "key", key);
    append_member(json_, "reason", reason);
    append_member(json_, "content_hash", content_hash);
    append_member(json_, "hash", hash);
    json_ += ",\"lots\":";
    append_array(json_, json_lots_);
    json_ += ",\"entries\":";
    append_array(json_, json_lines_);
    json_ += '}';
    return json_;
}

std::string hash_movement(std::int64_t id, std::int64_t recorded_at, std::int64_t journal_seq,
                          std::string_view content_hash, std::string_view prev_hash) {
    return CanonicalBytes("relief.movement/1")
        .add(id)
        .add(recorded_at)
        .add(journal_seq)
        .add(content_hash)
        .add(prev_hash)
        .sha256();
}

std::int64_t book_day(Instant at) {
    return day_number(beijing_date(at));
}

}  // namespace relief
