// SPDX-License-Identifier: Apache-2.0
// Documents, their numbers and their proof.
#include "reserves/document/document.h"
#include "reserves/ledger/ledger.h"
#include "tests/kit/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using kit::failure_of;
using testing::HasSubstr;

Request request(std::string key, int day, std::string content = "{}") {
    return {.key = std::move(key),
            .content = std::move(content),
            .actor = "officer",
            .operation = "doc.new",
            .subject = {},
            .occurred_at = kit::noon_of(day),
            .recorded_at = kit::noon_of(day)};
}

NewDocument order(const std::string& unit) {
    return {.unit = unit,
            .kind = "allotment_order",
            .lines = {{.item = "TENT", .lot = "T1", .amount = 3, .owner = "220000"}}};
}

std::string make_order(Database& database, const std::string& key, const std::string& unit) {
    return make_change(database, request(key, 1), [&](Change& change) {
        return format_number(
            read_document(change.database(), add_document(change, order(unit))).number);
    });
}

class DocumentTest : public testing::Test {
  protected:
    DocumentTest() { kit::open_small_books(database_); }

    std::string proof() { return kit::complaint(verify_books(database_, std::nullopt)); }

    kit::TempFolder folder_;
    Database database_ = Database::create(folder_ / "books.db");
};

TEST_F(DocumentTest, NumbersRunWithoutAGapPerUnitKindAndYear) {
    EXPECT_EQ(make_order(database_, "a", "220000").substr(0, 9), "220000-DB");
    EXPECT_EQ(make_order(database_, "b", "220000").substr(14), "-0002");
    EXPECT_EQ(make_order(database_, "c", "220200").substr(14), "-0001");
    EXPECT_EQ(proof(), "");
}

TEST_F(DocumentTest, TheSameKeyAnswersTheSameAndWritesNothing) {
    const std::string first = make_order(database_, "a", "220000");
    const std::int64_t head = journal_head(database_).seq;
    EXPECT_EQ(make_order(database_, "a", "220000"), first);
    EXPECT_EQ(journal_head(database_).seq, head);
    const auto error = failure_of([&] {
        make_change(database_, request("a", 1, "{\"other\":1}"),
                    [](Change&) { return std::string("{}"); });
    });
    EXPECT_EQ(error.detail().code, "ledger.repeat");
}

TEST_F(DocumentTest, AFailedChangeLeavesNoNumberBehind) {
    EXPECT_ANY_THROW(make_change(database_, request("x", 1), [&](Change& change) -> std::string {
        add_document(change, order("220000"));
        throw refused({.code = "doc.state"});
    }));
    EXPECT_EQ(make_order(database_, "a", "220000").substr(14), "-0001");
}

TEST_F(DocumentTest, AStepOutOfTurnIsRefusedWithTheStepsThereAre) {
    make_order(database_, "a", "220000");
    const auto error = failure_of([&] {
        make_change(database_, request("s", 2),
                    [](Change& change) { return add_step(change, 1, "close"); });
    });
    EXPECT_EQ(error.detail().code, "doc.state");
}

TEST_F(DocumentTest, EveryEditBehindItsBackNamesTheRow) {
    make_order(database_, "a", "220000");
    ASSERT_EQ(proof(), "");
    const std::filesystem::path file = database_.file();
    struct Edit {
        std::string sql;
        std::string table;
    };
    for (const Edit& edit :
         {Edit{"UPDATE document_line SET amount = 4", "document_line"},
          Edit{"UPDATE document_step SET actor = 'x'", "document_step"},
          Edit{"DELETE FROM document_step", "document_step"},
          Edit{"INSERT INTO document_link VALUES(1, 1, 1, 'x')", "document_link"}}) {
        SCOPED_TRACE(edit.sql);
        Database copy = Database::create(folder_ / "copy.db", [](Database& made) {
            kit::open_small_books(made);
            make_order(made, "a", "220000");
        });
        { Database gone = std::move(copy); }
        kit::RawDatabase(folder_ / "copy.db").run_behind_triggers(edit.sql);
        Database reader = Database::open_read_only(folder_ / "copy.db");
        const VerifyResult result = verify_books(reader, std::nullopt);
        ASSERT_TRUE(result.first_wrong.has_value());
        EXPECT_EQ(result.first_wrong->check, "I8_rows");
        EXPECT_EQ(result.first_wrong->table, edit.table);
        for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
            std::filesystem::remove((folder_ / "copy.db").string() + suffix);
        }
    }
}

/// Rows of one table stand together in the journal, their columns named once; an edit of any of
/// them is named at its row.
TEST_F(DocumentTest, RowsThatFollowEachOtherAreToldTogetherAndProvenEach) {
    make_change(database_, request("many", 1), [](Change& change) {
        change.insert("import_batch", {{"sha256", "x"},
                                       {"kind", "receipt"},
                                       {"site", ""},
                                       {"file", "f"},
                                       {"sheet", ""},
                                       {"at", std::int64_t{0}},
                                       {"recorded_at", std::int64_t{0}},
                                       {"actor", "officer"},
                                       {"rows_read", std::int64_t{40}},
                                       {"accepted", std::int64_t{40}},
                                       {"held", std::int64_t{0}},
                                       {"refused", std::int64_t{0}},
                                       {"movements", "[]"},
                                       {"documents", "[]"}});
        for (int line = 1; line <= 40; ++line) {
            change.insert("import_row", {{"batch_id", std::int64_t{1}},
                                         {"line", std::int64_t{line}},
                                         {"status", "accepted"},
                                         {"site", line == 7 ? "a \"quoted\" 库\n" : "长春库"},
                                         {"owner", ""},
                                         {"item", "TENT"},
                                         {"lot", "T1"},
                                         {"amount", std::int64_t{-line}},
                                         {"reasons", "[]"}});
            if (line == 1) {
                change.insert("print_run", {{"form", "stock"},
                                            {"subject", ""},
                                            {"count", std::int64_t{1}},
                                            {"at", std::int64_t{0}},
                                            {"actor", "officer"},
                                            {"sha256", "x"}});
            }
        }
        return std::string("{}");
    });
    Statement payload = database_.prepare("SELECT payload FROM journal ORDER BY seq DESC LIMIT 1");
    ASSERT_TRUE(payload.step());
    EXPECT_THAT(payload.text(0), HasSubstr("[\"import_row\",2,[\"batch_id\",\"line\","));
    payload.reset();
    std::int64_t checked = 0;
    EXPECT_FALSE(check_rows(database_, checked).has_value());
    EXPECT_EQ(checked, 43) << "40 rows, the batch, a print, the request";
    database_.execute(
        "DROP TRIGGER import_row_no_update; UPDATE import_row SET site='吉林库' "
        "WHERE id=23");
    const auto finding = check_rows(database_, checked);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->table, "import_row");
    EXPECT_EQ(finding->row, 23);
    EXPECT_EQ(finding->found, "site \"吉林库\"");
    EXPECT_EQ(finding->expected, "site \"长春库\"");
}

}  // namespace
}  // namespace relief
