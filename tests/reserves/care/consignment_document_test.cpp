// SPDX-License-Identifier: Apache-2.0
// Duties of keepers that documents do, and what lies at a point against its contract.
#include "reserves/care/consignment.h"
#include "reserves/care/due.h"
#include "tests/kit/papers.h"
#include "tests/reserves/care/kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace relief {
namespace {

using kit::code_of;
using kit::goods;
using kit::new_goods;
using kit::noon_of;
using kit::paper;
using testing::HasSubstr;

/// The province's point K lies in the city's house C: 50 quilts at K, 200 of the city's own at C.
class ConsignmentDocumentTest : public testing::Test {
  protected:
    ConsignmentDocumentTest() {
        contract_.code = "DC-1";
        contract_.owner_org = "JL-CAD";
        contract_.depot = "K";
        contract_.keeper_depot = "C";
        contract_.from = kit::book_date(1);
        contract_.to = kit::book_date(1) + std::chrono::days{700};
    }

    ConsignmentDuty duty(const std::string& kind, Instant now) {
        for (const ConsignmentDuty& row :
             consignment_duties(books_.database(), rules_, {contract_}, kit::book_date(1), now)) {
            if (row.kind == kind) {
                return row;
            }
        }
        return {};
    }

    std::string by_hand(const std::string& id) {
        return code_of([&] {
            books_.change(noon_of(20), "officer", [&](Change& made) {
                finish_duty(made,
                            consignment_duties(books_.database(), rules_, {contract_},
                                               kit::book_date(1), noon_of(20)),
                            id, kit::book_date(20), "said so");
                return 0;
            });
        });
    }

    ConsignedStock quilts() {
        for (const ConsignedStock& row :
             consigned_stock(books_.database(), kit::office_tables().rules, contract_)) {
            if (row.item == "QUILT") {
                return row;
            }
        }
        return {};
    }

    kit::PaperBooks books_{Database::in_memory()};
    CareRules rules_ = kit::care_rules();
    ConsignmentContract contract_;
};

TEST_F(ConsignmentDocumentTest, TheAcceptanceOfWhatCameInIsItsReport) {
    const std::int64_t in = books_.run(
        noon_of(14),
        paper("receipt", {new_goods("QUILT", "N1", 100, "K", "220000")}, {{"source", "purchased"}}),
        "keeper K");
    const ConsignmentDuty open = duty("acceptance_report", noon_of(16));
    EXPECT_EQ(open.document, "acceptance");
    EXPECT_FALSE(open.done_on);
    EXPECT_EQ(by_hand(open.id), "consignment.document");
    // Half of it is decided: the report is still owed.
    books_.run(noon_of(17), paper("acceptance", {goods("QUILT", "N1", 60, "", "K")}, {}, in),
               "keeper K");
    EXPECT_FALSE(duty("acceptance_report", noon_of(18)).done_on);
    const std::int64_t rest = books_.run(
        noon_of(19), paper("acceptance", {goods("QUILT", "N1", 40, "", "K")}, {}, in), "keeper K");
    const ConsignmentDuty done = duty("acceptance_report", noon_of(20));
    EXPECT_EQ(done.done_on, kit::book_date(19));
    EXPECT_EQ(done.note, format_number(read_document(books_.database(), rest).number));
    EXPECT_FALSE(done.overdue(noon_of(31)));
}

TEST_F(ConsignmentDocumentTest, ACountOfEveryLotIsTheCountOfItsMonth) {
    const ConsignmentDuty open = duty("count", noon_of(20));
    EXPECT_EQ(open.document, "count");
    EXPECT_FALSE(open.done_on);
    EXPECT_EQ(by_hand(open.id), "consignment.document");
    const auto count = [&](const char* lot, std::int64_t counted) {
        const std::int64_t document = books_.change(noon_of(21), "maker", [&](Change& made) {
            return add_document(made, {.unit = "220000", .kind = "count"}, "open");
        });
        books_.change(noon_of(21), "maker", [&](Change& made) {
            add_count_line(made, document,
                           {.account = {.owner = "220000",
                                        .keeper = "220400-CAB",
                                        .site = "K",
                                        .item = "QUILT",
                                        .lot = lot,
                                        .condition = "A",
                                        .stage = "on_hand"},
                            .counted = counted,
                            .counted_at = noon_of(21) - std::chrono::hours{1},
                            .book = {},
                            .note = ""});
            return 0;
        });
        books_.close(document, noon_of(21));
    };
    count("Q1", 50);
    EXPECT_EQ(duty("count", noon_of(22)).done_on, kit::book_date(21));
    EXPECT_EQ(duty("yearly_count", noon_of(22)).done_on, kit::book_date(21));
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(ConsignmentDocumentTest, WhatIsShortOfTheContractIsToldInQuantities) {
    EXPECT_TRUE(consigned_stock(books_.database(), kit::office_tables().rules, contract_).empty());
    contract_.items = {{.item = "QUILT", .min_stock = 80}};
    EXPECT_EQ(quilts().at_point, 50);
    EXPECT_EQ(quilts().below_minimum(), 30);
    EXPECT_EQ(quilts().below_double(), 0);  // nobody asked for it
    contract_.double_value = true;
    EXPECT_EQ(quilts().keeper_own, 200);
    EXPECT_EQ(quilts().below_double(), 0);  // twice 50 are 100
    books_.run(
        noon_of(14),
        paper("receipt", {new_goods("QUILT", "N1", 70, "K", "220000")}, {{"source", "purchased"}}),
        "keeper K");
    EXPECT_EQ(quilts().at_point, 50) << "what waits in quarantine is not there yet";
    const auto receipts = read_documents(books_.database(), {.kind = "receipt"});
    books_.run(noon_of(15),
               paper("acceptance", {goods("QUILT", "N1", 70, "", "K")}, {}, receipts.back().id),
               "keeper K");
    EXPECT_EQ(quilts().below_minimum(), 0);
    EXPECT_EQ(quilts().below_double(), 2 * 120 - 200);
}

}  // namespace
}  // namespace relief
