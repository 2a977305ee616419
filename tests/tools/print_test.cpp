// SPDX-License-Identifier: Apache-2.0
// relief print: forms from the books of data/, documents with their print count.
#include "core/data_source.h"
#include "core/store/change.h"
#include "reserves/document/document.h"
#include "reserves/document/kind.h"
#include "reserves/print/forms.h"
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string noon = "2017-07-15T12:00";

class PrintTest : public testing::Test {
  protected:
    PrintTest() { EXPECT_EQ(fresh_books(db(), {"--clock", "2017-07-01T08:00"}).status, 0); }
    [[nodiscard]] std::string db() const { return (folder_ / "books.db").string(); }
    [[nodiscard]] std::string out(const std::string& name) const {
        return (folder_ / name).string();
    }
    /// `relief print …` with --json; null where it did not succeed.
    json print(std::vector<std::string> arguments) const {
        std::vector<std::string> all{"print", "--json", "--lang",  "zh",
                                     "--db",  db(),     "--clock", noon};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const Ended ended = relief_run(all);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        return ended.status == 0 ? json::parse(ended.out) : json();
    }
    /// The text of a printed page without blanks; "" and a note where pdftotext is absent.
    static std::string text_of(const std::string& file) {
        if (!is_installed("pdftotext")) {
            return "";
        }
        std::string text = run({"pdftotext", "-enc", "UTF-8", file, "-"}).out;
        std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
        return text;
    }
    /// An allotment order of 200 quilts out of the city depot of Jilin.
    std::string draft_order() {
        Database books = Database::open(db());
        const Request request{.key = "order",
                              .content = "{}",
                              .actor = "zhang",
                              .operation = "order.make",
                              .occurred_at = *parse_instant(noon),
                              .recorded_at = *parse_instant(noon)};
        static_cast<void>(make_change(books, request, [](Change& change) {
            add_document(change,
                         {.unit = "220000",
                          .kind = "allotment_order",
                          .event = "2017-07-yongji-flood",
                          .content = R"({"to": "220221", "deliver_to": "口前镇", "basis": "R2"})",
                          .lines = {{.item = "QUILT",
                                     .lot = "JL-C-220200-QUILT-1",
                                     .amount = 200,
                                     .owner = "220200",
                                     .from_site = "JL-C-220200",
                                     .to_site = "220221"}}});
            return std::string("{}");
        }));
        return "220000-DB-2017-0001";
    }

    TempFolder folder_;
};

TEST_F(PrintTest, LedgerOfADepotHoldsItsLotsAsTheTableOpensThem) {
    const json printed =
        print({"--kind", "stock_ledger", "--site", "JL-C-220200", "--out", out("ledger.csv")});
    EXPECT_EQ(printed.at("schema"), "relief.print/1");
    EXPECT_EQ(printed.at("print_count"), 0);
    const std::string csv = read_file(out("ledger.csv"));
    int lots = 0;
    const std::vector<Row> opening =
        read_table(std::filesystem::path(RELIEF_SOURCE_DIR) / "data/baseline/stock_lots.csv");
    for (const auto& row : opening) {
        if (row.at("depot_id") != "JL-C-220200") {
            continue;
        }
        ++lots;
        EXPECT_THAT(csv, HasSubstr(row.at("lot_id"))) << row.at("lot_id");
    }
    EXPECT_GT(lots, 10);
    EXPECT_THAT(csv, HasSubstr("示例数据"));
}

TEST_F(PrintTest, EveryFormOfTheBooksPrintsAsPdfAndAllButCardsAsSheets) {
    for (const char* kind : {"stock_ledger", "count", "count_blind", "supplier_phone_book",
                             "safety_checklist", "daily_bulletin"}) {
        const bool all = kind == std::string("count");
        for (const char* ending : {".pdf", ".xlsx", ".csv"}) {
            if (!all && ending != std::string(".pdf")) {
                continue;
            }
            const std::string file = out(kind + std::string(ending));
            const json printed = print({"--kind", kind, "--site", "JL-C-220200", "--out", file});
            EXPECT_GT(printed.value("lines", 0), 0) << kind;
            EXPECT_GT(std::filesystem::file_size(file), 500U);
        }
    }
    const json cards = print({"--kind", "lot_card", "--site", "JL-C-220200", "--item", "QUILT",
                              "--out", out("cards.pdf")});
    EXPECT_EQ(cards.at("pages"), 3) << "three lots of quilts";
    EXPECT_EQ(refusal({"print", "--db", db(), "--kind", "lot_card", "--site", "JL-C-220200",
                       "--out", out("cards.csv")},
                      3)
                  .at("code"),
              "argument.value");
}

TEST_F(PrintTest, BlindSheetDoesNotTellTheBooks) {
    print({"--kind", "count", "--site", "JL-C-220200", "--item", "QUILT", "--out", out("a.csv")});
    print({"--kind", "count_blind", "--site", "JL-C-220200", "--item", "QUILT", "--out",
           out("b.csv")});
    // 46 500 people: the first lot of quilts is a fifth of what the depot holds.
    const std::vector<Row> opening =
        read_table(std::filesystem::path(RELIEF_SOURCE_DIR) / "data/baseline/stock_lots.csv");
    for (const auto& row : opening) {
        if (row.at("depot_id") == "JL-C-220200" && row.at("item_id") == "QUILT") {
            EXPECT_THAT(read_file(out("a.csv")), HasSubstr("," + row.at("quantity") + ","));
            EXPECT_THAT(read_file(out("b.csv")),
                        testing::Not(HasSubstr("," + row.at("quantity") + ",")));
        }
    }
}

TEST_F(PrintTest, DocumentSaysHowOftenItWasPrintedAndKeepsIt) {
    const std::string number = draft_order();
    const json first = print({number, "--actor", "zhang", "--out", out("1.pdf")});
    const json second =
        print({number, "--actor", "zhang", "--out", out("2.pdf"), "--key", "again"});
    const json same = print({number, "--actor", "zhang", "--out", out("3.pdf"), "--key", "again"});
    EXPECT_EQ(first.at("print_count"), 1);
    EXPECT_EQ(second.at("print_count"), 2);
    EXPECT_EQ(same.at("print_count"), 2) << "the same intention";
    EXPECT_EQ(read_file(out("2.pdf")), read_file(out("3.pdf")));
    EXPECT_EQ(relief_run({"verify", "--db", db()}).status, 0);
    if (!is_installed("pdftotext")) {
        GTEST_SKIP() << "pdftotext is not on this machine: the printed page is NOT checked";
    }
    const std::string text = text_of(out("2.pdf"));
    for (const char* words : {"吉林省救灾物资调拨令", "220000-DB-2017-0001", "第2次打印",
                              "示例数据", "棉被", "贰佰", "永吉县", "口前镇", "QUILT-1"}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
}

TEST_F(PrintTest, WrongAnswersAreTold) {
    const auto code = [this](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"print", "--db", db()});
        return refusal(arguments, 3).value("code", "");
    };
    EXPECT_EQ(code({"--kind", "stock_ledger", "--out", out("a.pdf")}), "site.unknown");
    EXPECT_EQ(code({"--kind", "love_letter", "--out", out("a.pdf")}), "print.kind");
    EXPECT_EQ(code({"--kind", "lot_card", "--site", "JL-C-220200", "--lot", "NONE", "--out",
                    out("a.pdf")}),
              "print.empty");
    EXPECT_EQ(code({"--kind", "supplier_phone_book", "--out", out("a.doc")}), "argument.value");
    EXPECT_EQ(code({"--kind", "supplier_phone_book", "--out", "/nowhere/a.pdf"}), "file.write");
    EXPECT_EQ(code({"99", "--actor", "zhang", "--out", out("a.pdf")}), "doc.unknown");
    EXPECT_EQ(relief_run({"print", "--db", db()}).status, 2);
    EXPECT_EQ(relief_run({"print", "--db", db(), "--kind", "count"}).status, 2);
}

TEST(PrintForms, EveryKindOfDocumentHasItsForm) {
    const Ended ended = relief_run({"print", "--list", "--json"});
    ASSERT_EQ(ended.status, 0);
    const json forms = json::parse(ended.out);
    EXPECT_EQ(forms.at("schema"), "relief.print_forms/1");
    EXPECT_EQ(forms.at("forms").size(), form_kinds().size());
    for (const DocumentKind& kind : document_kinds()) {
        EXPECT_EQ(form_kind(kind.id).id, kind.id);
        EXPECT_THAT(ended.out, HasSubstr("\"" + std::string(kind.id) + "\""));
    }
}

}  // namespace
}  // namespace relief::kit
