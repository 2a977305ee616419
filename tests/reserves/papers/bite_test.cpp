// SPDX-License-Identifier: Apache-2.0
// The checks of verify that the papers rest on, shown to find what is wrong.
#include "reserves/document/attachment.h"
#include "reserves/document/kits.h"
#include "reserves/document/loans.h"
#include "reserves/document/recovery.h"
#include "tests/kit/papers.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

namespace relief {
namespace {

using kit::goods;
using kit::noon_of;
using kit::paper;

using Finding = std::optional<WrongRow>;

/// Books in a file with one paper of each kind a check looks at, and edits made by other hands.
class BiteTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        made_ = std::make_unique<kit::TempFolder>();
        kit::PaperBooks books(Database::create(*made_ / "books.db"));
        books.run(noon_of(2),
                  paper("kit", {goods("FAMKIT", "Z1", 10, "", "P"), goods("TORCH", "TO1", 10, "P"),
                                goods("WATBAG", "W1", 10, "P"), goods("TOWELQ", "TQ1", 20, "P")}),
                  "keeper P");
        books.run(noon_of(2),
                  paper("loan", {goods("LIFEJ", "L1", 50, "P")},
                        {{"borrower", "X"}, {"return_by", "2017-07-20"}}),
                  "head");
        books.run(noon_of(2), paper("issue", {goods("TENT12S", "T1", 10, "P", "220221")}),
                  "deputy");
        const std::int64_t count = books.count("QUILT", "Q1", 990, noon_of(3), noon_of(3));
        books.sign(noon_of(3), count, "head");
        books.post(noon_of(3), count);
        books.change(noon_of(4), "maker",
                     [&](Change& made) { return attach(made, count, "sheet.txt", "990").id; });
        EXPECT_EQ(books.proof(), "");
        books.database().checkpoint();
    }
    static void TearDownTestSuite() { made_.reset(); }

    BiteTest() { std::filesystem::copy_file(*made_ / "books.db", file_); }

    /// What a check finds after an edit that keeps every trigger of the file in its place.
    Finding after(const std::string& edit, Finding (*check)(Database&, std::int64_t&)) {
        {
            kit::RawDatabase raw(file_);
            const auto triggers =
                raw.texts("SELECT sql FROM sqlite_schema WHERE type='trigger' ORDER BY rowid");
            raw.drop_triggers();
            raw.run("PRAGMA foreign_keys=OFF");
            raw.run(edit);
            for (const std::string& trigger : triggers) {
                raw.run(trigger);
            }
        }
        Database reader = Database::open_read_only(file_);
        std::int64_t checked = 0;
        EXPECT_FALSE(verify_books(reader, std::nullopt).ok) << edit;
        return check(reader, checked);
    }

    static inline std::unique_ptr<kit::TempFolder> made_;
    kit::TempFolder folder_;
    std::filesystem::path file_ = folder_ / "books.db";
};

TEST_F(BiteTest, APartThatWasNotPutInIsFound) {
    const Finding finding =
        after("UPDATE document_line SET amount = 9 WHERE item = 'WATBAG'", check_kits);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "I11_kits");
}

TEST_F(BiteTest, ALoanThatSaysOtherThanTheBooksIsFound) {
    const Finding finding =
        after("UPDATE document_line SET amount = 49 WHERE item = 'LIFEJ'", check_loans);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "I15_loans");
}

TEST_F(BiteTest, AWriteOffSignedByItsMakerIsFound) {
    const Finding finding =
        after("UPDATE document_step SET actor = 'maker' WHERE verb = 'sign'", check_write_offs);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "I19_write_offs");
}

TEST_F(BiteTest, AnAttachmentWithOtherBytesIsFoundAndNotReadOut) {
    const Finding finding =
        after("UPDATE attachment_bytes SET bytes = x'393931'", check_attachments);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "I24_attachments");
    Database reader = Database::open_read_only(file_);
    EXPECT_EQ(kit::failure_of([&] { (void)read_attachment(reader, 1); }).detail().code,
              "db.damaged");
}

TEST_F(BiteTest, AnAttachmentThatIsGoneIsFound) {
    EXPECT_TRUE(after("DELETE FROM attachment_bytes", check_attachments).has_value());
}

TEST_F(BiteTest, AnOwnerChangedByAMoveIsFound) {
    const Finding finding = after(
        "UPDATE account SET stage = 'owner_change' WHERE stage = 'issued_to_people'", check_owners);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "I26_owners");
}

TEST_F(BiteTest, ATentWithoutADueDateIsFound) {
    const Finding finding = after("UPDATE returnable SET due_on = ''", check_returnables);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "I27_returns");
}

TEST_F(BiteTest, ACountThatIsNotTrueAnyMoreIsFound) {
    const Finding finding = after("UPDATE count_assertion SET counted = 991", check_counts);
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->check, "counts");
}

/// Papers drawn up at random, half of them refused: whatever stands, every check holds.
class RandomPapers {
  public:
    RandomPapers(kit::PaperBooks& books, unsigned seed) : books_(books), random_(seed) {}

    void step(int day) {
        try {
            act(noon_of(day));
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::fault) {
                throw;
            }
            ++refused_;
        }
    }
    [[nodiscard]] int refused() const { return refused_; }

  private:
    std::int64_t pick(std::int64_t below) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(below));
    }
    std::int64_t some(std::vector<std::int64_t>& documents) {
        return documents.empty() ? 999
                                 : documents[static_cast<std::size_t>(
                                       pick(static_cast<std::int64_t>(documents.size())))];
    }
    void act(Instant at) {
        switch (pick(9)) {
            case 0:
                issues_.push_back(books_.run(
                    at, paper("issue", {goods("TENT12S", "T1", 1 + pick(20), "P", "220221")}),
                    "deputy"));
                return;
            case 1:
                books_.run(at,
                           paper("return", {goods("TENT12S", "T1", 1 + pick(12), "", "P")}, {},
                                 some(issues_)),
                           "keeper P");
                return;
            case 2:
                loans_.push_back(books_.run(
                    at,
                    paper("loan", {goods("LIFEJ", "L1", 1 + pick(60), "P")},
                          {{"borrower", pick(2) == 0 ? "X" : "Y"}, {"return_by", "2017-09-01"}}),
                    "head"));
                return;
            case 3:
                books_.run(
                    at,
                    paper("loan_return",
                          {goods("LIFEJ", "L1", 1 + pick(40), "", "P", pick(3) == 0 ? "B" : "A")},
                          {}, some(loans_)),
                    "keeper P");
                return;
            case 4: {
                const std::int64_t kits = 1 + pick(4);
                books_.run(
                    at,
                    paper("kit", {goods("FAMKIT", "Z" + std::to_string(++kits_), kits, "", "P"),
                                  goods("TORCH", pick(2) == 0 ? "TO1" : "TO2", kits, "P"),
                                  goods("WATBAG", "W1", kits, "P"),
                                  goods("TOWELQ", "TQ1", 2 * kits, "P")}),
                    "keeper P");
                return;
            }
            case 5:
                books_.run(
                    at,
                    paper("unkit", {goods("FAMKIT", "Z" + std::to_string(1 + pick(kits_ + 1)),
                                          1 + pick(3), "P")}),
                    "keeper P");
                return;
            case 6:
                books_.run(at,
                           paper("pre_placement", {goods("QUILT", "Q1", 1 + pick(200), "P", "K")}),
                           "deputy");
                return;
            case 7: books_.count("QUILT", "Q2", 500 + counted_++, at, at); return;
            default: books_.reverse(at, 1 + pick(40));
        }
    }

    kit::PaperBooks& books_;
    std::mt19937_64 random_;
    std::vector<std::int64_t> issues_;
    std::vector<std::int64_t> loans_;
    std::int64_t kits_ = 0;
    std::int64_t counted_ = 0;
    int refused_ = 0;
};

TEST(PaperProperties, EveryCheckHoldsAfterAnySeriesOfPapers) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        kit::PaperBooks books(Database::in_memory());
        books.lift_clock(noon_of(30));
        RandomPapers papers(books, seed);
        for (int i = 0; i < 60; ++i) {
            papers.step(2 + i / 3);
        }
        EXPECT_EQ(books.proof(), "") << seed;
        EXPECT_GT(papers.refused(), 3) << seed;
        EXPECT_LT(papers.refused(), 50) << seed;
    }
}

}  // namespace
}  // namespace relief
