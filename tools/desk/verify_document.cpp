// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/verify_document.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/check_goods.h"
#include "reserves/ledger/proof.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {

namespace {

/// Damage that SQLite itself meets is an answer too.
VerifyResult answer_damage(const std::function<VerifyResult()>& verify) {
    try {
        return verify();
    } catch (const Error& error) {
        if (error.detail().code != "db.damaged") {
            throw;
        }
        VerifyResult result;
        result.ok = false;
        result.first_wrong = WrongRow{.table = "sqlite",
                                      .row = 0,
                                      .check = "integrity",
                                      .found = error.what(),
                                      .expected = "a file SQLite can read"};
        result.head = {.seq = 0, .hash = std::string(64, '0')};
        return result;
    }
}

}  // namespace

VerifyResult verify_database(const std::filesystem::path& db,
                             const std::optional<std::filesystem::path>& anchor, bool quick) {
    return answer_damage([&] {
        Database database = Database::open_read_only(db);
        return quick ? verify_quick(database, anchor) : verify_books(database, anchor);
    });
}

VerifyResult verify_and_record(const Books& db, const std::optional<std::filesystem::path>& anchor,
                               Instant now) {
    return answer_damage([&] {
        FullProof proof;
        {
            Database reader = Database::open_read_only(db.file);
            proof = prove_books(reader, anchor);
        }
        if (proof.state) {
            if (db.change) {
                db.change([&](const std::shared_ptr<OpenedBooks>& books) {
                    record_proof(books->database, proof, now);
                });
            } else {
                Database writer = Database::open(db.file);
                record_proof(writer, proof, now);
            }
            proof.result.proven_fully = ProvenFully{.seq = proof.state->head.seq, .at = now};
        }
        return proof.result;
    });
}

std::vector<WrongRow> verify_warnings(const std::filesystem::path& db) {
    Database database = Database::open_read_only(db);
    std::int64_t checked = 0;
    return capacity_warnings(database, checked);
}

std::string verify_json(const VerifyResult& result, const std::vector<WrongRow>& warnings) {
    nlohmann::ordered_json checked = nlohmann::ordered_json::object();
    for (const auto& [check, rows] : result.checked) {
        checked[check] = rows;
    }
    nlohmann::ordered_json wrong = nullptr;
    if (result.first_wrong) {
        wrong = {{"table", result.first_wrong->table},
                 {"row", result.first_wrong->row},
                 {"check", result.first_wrong->check},
                 {"found", result.first_wrong->found},
                 {"expected", result.first_wrong->expected}};
    }
    nlohmann::ordered_json told = nlohmann::ordered_json::array();
    for (const WrongRow& row : warnings) {
        told.push_back({{"check", row.check}, {"found", row.found}, {"expected", row.expected}});
    }
    nlohmann::ordered_json fully = nullptr;
    if (result.proven_fully) {
        fully = {{"seq", result.proven_fully->seq},
                 {"at", format_instant(result.proven_fully->at)}};
    }
    return document_text({{"schema", "relief.verify/1"},
                          {"ok", result.ok},
                          {"checked", std::move(checked)},
                          {"first_wrong", std::move(wrong)},
                          {"warnings", std::move(told)},
                          {"proven_fully", std::move(fully)},
                          {"head", {{"seq", result.head.seq}, {"hash", result.head.hash}}}});
}

std::string verify_text(const VerifyResult& result, std::string_view language,
                        const std::vector<WrongRow>& warnings) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"核对", "行数"} : std::vector<std::string>{"check", "rows"},
        {false, true});
    for (const auto& [check, rows] : result.checked) {
        table.add({check, std::to_string(rows)});
    }
    std::string text = table.empty() ? "" : table.text() + '\n';
    if (result.first_wrong) {
        const WrongRow& wrong = *result.first_wrong;
        text += fmt::format("{} {}:{} {}: {} {}; {} {}\n",
                            in_language(language, "第一处不符", "first wrong row"), wrong.table,
                            wrong.row, wrong.check, in_language(language, "实际", "found"),
                            wrong.found, in_language(language, "应为", "expected"), wrong.expected);
    }
    for (const WrongRow& row : warnings) {
        text += fmt::format("{} {}: {}; {}\n", in_language(language, "提醒", "warning"), row.check,
                            row.found, row.expected);
    }
    text += result.ok
                ? in_language(language, "账目与日志核对无误。", "Books and journal are proven.")
                : in_language(language, "账目或日志不能证实。", "Books or journal are NOT proven.");
    text += fmt::format(" {} {} {}\n", in_language(language, "链头", "head"), result.head.seq,
                        result.head.hash);
    if (result.proven_fully) {
        const std::string at = format_instant(result.proven_fully->at);
        const std::int64_t seq = result.proven_fully->seq;
        text += zh ? fmt::format("全面核对于 {}，至日志第 {} 行。\n", at, seq)
                   : fmt::format("Proven in full at {}, up to journal row {}.\n", at, seq);
    }
    return text;
}

}  // namespace relief
