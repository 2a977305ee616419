// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/document/handling.h"
#include "reserves/document/order.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/hold.h"
#include "tests/kit/books.h"
#include "tests/kit/papers.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace relief::kit {

inline Depot depot(const std::string& id, const std::string& level, const std::string& seat,
                   const std::string& org, const std::string& keeper = {}) {
    return {.id = id, .level = level, .seat_code = seat, .org = org, .keeper_depot = keeper};
}

/// Liaoyuan keeps quilts and tents of the province; Baishan and Fusong receive.
inline Baseline order_baseline() {
    Baseline baseline;
    baseline.picture_on = book_date(1);
    baseline.depots = {depot("LY", "city", "220400", "220400-CAB"),
                       depot("LYD", "province", "220400", "JL-CAD", "LY"),
                       depot("BS", "city", "220600", "220600-CAB"),
                       depot("BSD", "province", "220600", "JL-CAD", "BS"),
                       depot("FS", "county", "220621", "220621-CAB")};
    const Date made = book_date(1) - std::chrono::days{1000};
    const auto lot = [&](const char* site, const char* owner, const char* item, const char* name,
                         int days, Units units) {
        baseline.lots.push_back(
            {site, owner, item, name, made, book_date(1) + std::chrono::days{days}, units, "A", 2});
    };
    lot("LYD", "220000", "QUILT", "Q2", 900, 600);
    lot("LYD", "220000", "QUILT", "Q1", 300, 400);
    lot("LYD", "220000", "QUILT", "Q0", 0, 50);  // usable through the first of July
    lot("LYD", "220000", "TENT12S", "T1", 500, 200);
    lot("LY", "220400", "QUILT", "C1", 500, 100);
    lot("FS", "220621", "QUILT", "F1", 500, 80);
    return baseline;
}

class OrderTest : public testing::Test {
  protected:
    OrderTest() {
        open_books(database_, source_, rules_, baseline_, noon_of(1));
        appoint("head", "provincial_head", "220000");
        appoint("city", "city_bureau_head", "220400");
        appoint("baishan", "city_bureau_head", "220600");
        appoint("county", "county_bureau_head", "220621");
        appoint("officer", "duty_officer", "220000");
        appoint("keeper", "depot_keeper", "LY");
        // One actor takes every step of a test that is not about who may.
        for (const char* site : {"LYD", "LY", "BS", "BSD", "FS"}) {
            hold("officer", "depot_keeper", site);
        }
        hold("officer", "duty_officer", "220622");
        hold("head", "depot_keeper", "BS");
    }

    template <typename Work>
    std::string change(const Work& work, const std::string& actor = "officer",
                       const std::string& key = {}) {
        return make_change(database_,
                           {.key = key.empty() ? "k" + std::to_string(++keys_) : key,
                            .content = "{}",
                            .actor = actor,
                            .operation = "order.test",
                            .subject = {},
                            .occurred_at = now_,
                            .recorded_at = now_},
                           [&](Change& made) {
                               work(made);
                               return std::string("{}");
                           });
    }

    void appoint(const std::string& code, const std::string& post, const std::string& unit) {
        change([&](Change& made) {
            add_person(made, {.code = code, .name = "N " + code, .unit = unit});
            add_holding(made, person_of(database_, code), post, unit, noon_of(1));
        });
    }

    void hold(const std::string& code, const std::string& post, const std::string& unit) {
        change([&](Change& made) {
            add_holding(made, person_of(database_, code), post, unit, noon_of(1));
        });
    }

    NewOrder quilts(std::int64_t amount, const std::string& to = "BS") {
        return {.unit = "220000",
                .head = {.response = 4,
                         .from = "LYD",
                         .to = to,
                         .hold_until = now_ + std::chrono::hours{48}},
                .lines = {{.item = "QUILT", .amount = amount, .owner = "220000"}}};
    }

    std::int64_t draft(const NewOrder& order, bool hold = false) {
        std::int64_t id = 0;
        change([&](Change& made) { id = draft_order(made, tables_, order, hold); });
        return id;
    }

    void sign(std::int64_t id, const std::string& who = "head", bool phone = false) {
        change([&](Change& made) {
            sign_order(made, tables_, id, {.signer = person_of(database_, who), .phone = phone});
        });
    }

    std::int64_t signed_order(const NewOrder& order) {
        const std::int64_t id = draft(order);
        sign(id);
        return id;
    }

    void to_road(std::int64_t id) {
        change([&](Change& made) { accept_order(made, tables_, id, ""); });
        change([&](Change& made) { pick_order(made, tables_, id, {}); });
        change([&](Change& made) {
            load_order(made, tables_, id, {.truck = {.truck = "A1"}, .amounts = {}});
        });
        change([&](Change& made) { depart_order(made, tables_, id, {}); });
    }

    void arrive(std::int64_t id) {
        change([&](Change& made) { arrive_order(made, tables_, id, ""); });
    }

    void receive(std::int64_t id, std::vector<LineCount> counts, bool rest = false) {
        change([&](Change& made) {
            receive_order(made, tables_, id,
                          {.counts = std::move(counts), .rest_good = rest, .note = {}});
        });
    }

    void decide(std::int64_t id, const std::string& who = "head") {
        change([&](Change& made) {
            decide_order(made, tables_, id,
                         {.signer = person_of(database_, who), .reason = "lost", .finance = "7"});
        });
    }

    void close(std::int64_t id) {
        change([&](Change& made) { close_order(made, id, ""); });
    }

    std::string state(std::int64_t id) { return read_document(database_, id).state(); }
    OrderProgress progress(std::int64_t id) { return order_progress(read_document(database_, id)); }

    /// What lies on an account, over all keepers.
    std::int64_t stock(const std::string& site, const std::string& owner, const std::string& item,
                       const std::string& stage) {
        Statement select = database_.prepare(
            "SELECT ifnull(sum(b.amount), 0) FROM balance AS b JOIN account AS a ON a.id = "
            "b.account_id WHERE a.site = ?1 AND a.owner = ?2 AND a.item = ?3 AND a.stage = ?4");
        select.bind(1, site).bind(2, owner).bind(3, item).bind(4, stage);
        select.step();
        return select.integer(0);
    }

    std::string proof() { return complaint(verify_books(database_, std::nullopt)); }

    FolderSource source_{std::filesystem::path(RELIEF_SOURCE_DIR) / "data"};
    Rules rules_ = load_rules(source_);
    Baseline baseline_ = order_baseline();
    std::vector<Organisation> organisations_ = load_organisations(source_);
    OrderTables tables_{rules_, baseline_, organisations_, &office_tables().places};
    Database database_ = Database::in_memory();
    Instant now_ = noon_of(2);
    int keys_ = 0;
};

}  // namespace relief::kit
