// SPDX-License-Identifier: Apache-2.0
// What the books know is on the paper: the forms of an order's papers, reports and notices.
#include "reserves/print/form_facts.h"

#include "reserves/care/hazard.h"
#include "reserves/document/application.h"
#include "reserves/document/call_off.h"
#include "tests/reserves/order_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace relief {
namespace {

using testing::HasSubstr;

class FormFacts : public kit::OrderTest {
  protected:
    FormNames names() {
        return {.rules = rules_,
                .places = kit::office_tables().places,
                .baseline = baseline_,
                .specs = item_specs(source_),
                .people = {{"officer", "王芳"}, {"head", "赵敏"}, {"keeper", "张伟"}},
                .language = "zh"};
    }

    FormContent form(std::int64_t id) {
        const FormNames words = names();
        const Document document = read_document(database_, id);
        FormContent content = document_content(document, words);
        add_facts(content, database_, document, words);
        // Every word has its place on the form.
        EXPECT_NO_THROW((void)make_form(form_kind(document.number.kind), content, "zh"));
        return content;
    }

    std::int64_t paper(std::int64_t order, const std::string& kind) {
        for (const std::int64_t id : linked_to(database_, order, "of_order")) {
            if (read_document(database_, id).number.kind == kind) {
                return id;
            }
        }
        return 0;
    }

    static std::string cell(const FormContent& content, const std::string& column,
                            std::size_t row = 0) {
        const auto& rows = content.rows.at("lines");
        const auto found = rows.at(row).find(column);
        return found == rows.at(row).end() ? "" : found->second;
    }

    static std::string signer(const FormContent& content, const std::string& post) {
        for (const FormSignature& row : content.signatures) {
            if (row.post == post) {
                return row.name;
            }
        }
        return "";
    }
};

TEST_F(FormFacts, ThePapersOfAnOrderSayWhatItsStepsSaid) {
    NewOrder order = quilts(25);
    order.head.contact_from = "张伟 0437-3220000";
    order.head.contact_to = "孙 0439-3220000";
    order.head.reason = "江源受淹";
    const std::int64_t id = draft(order);
    now_ = kit::noon_of(3);
    change([&](Change& made) {
        sign_order(made, tables_, id,
                   {.signer = person_of(database_, "head"), .phone = true, .call = "12"});
    });
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    change([&](Change& made) { pick_order(made, tables_, id, {}); });
    change([&](Change& made) {
        load_order(made, tables_, id,
                   {.truck = {.truck = "吉D12345", .seal = "0012", .driver = "李"}});
    });
    change([&](Change& made) { depart_order(made, tables_, id, now_ + std::chrono::hours{6}); });
    now_ = kit::noon_of(4);
    arrive(id);
    receive(id, {{.line = 1, .good = 20, .damaged = 2, .missing = 3}});

    const FormContent on_order = form(id);
    EXPECT_EQ(on_order.values.at("from_phone"), "张伟 0437-3220000");
    EXPECT_EQ(on_order.values.at("to_phone"), "孙 0439-3220000");
    EXPECT_EQ(on_order.values.at("basis"), "江源受淹");
    EXPECT_EQ(on_order.values.at("oral"),
              "省级主管部门主要负责人 赵敏 2017-07-03 12:00，值班电话 12");
    EXPECT_EQ(on_order.rows.at("vehicles").at(0).at("note"), "吉D12345 0012 李");
    EXPECT_EQ(on_order.rows.at("vehicles").at(0).at("arrive"), "07-03 18:00");
    EXPECT_EQ(signer(on_order, "receive"), "王芳");
    EXPECT_EQ(signer(on_order, "sign"), "赵敏") << "who signed, not who wrote it down";

    const FormContent pick = form(paper(id, "pick"));
    EXPECT_EQ(pick.values.at("order"), "220000-DB-2017-0001");
    EXPECT_EQ(cell(pick, "expires_on"), "2018-04-27");  // 300 days after 1 July 2017
    EXPECT_EQ(cell(pick, "picked"), "25");
    EXPECT_EQ(signer(pick, "pick"), "王芳");

    const FormContent waybill = form(paper(id, "waybill"));
    EXPECT_EQ(waybill.values.at("truck"), "吉D12345");
    EXPECT_EQ(waybill.values.at("depart"), "2017-07-03 12:00");
    EXPECT_EQ(signer(waybill, "keep"), "王芳");

    const FormContent slip = form(paper(id, "receipt_slip"));
    ASSERT_EQ(slip.rows.at("lines").size(), 1U);
    EXPECT_EQ(cell(slip, "sent_quantity"), "25");
    EXPECT_EQ(cell(slip, "quantity"), "20");
    EXPECT_EQ(cell(slip, "damaged_quantity"), "2");
    EXPECT_EQ(cell(slip, "missing_quantity"), "3");
    EXPECT_EQ(slip.values.at("waybill"), "220000-YD-2017-0001");
    EXPECT_EQ(slip.values.at("seal"), "0012");
    EXPECT_EQ(slip.values.at("arrived"), "2017-07-04 12:00");
    EXPECT_THAT(slip.values.at("reason"), HasSubstr("短少 3"));

    const FormContent handover = form(paper(id, "handover"));
    EXPECT_EQ(cell(handover, "sent_quantity"), "25");
    EXPECT_EQ(cell(handover, "quantity"), "") << "counted face to face, by hand";

    const FormContent wrong = form(paper(id, "discrepancy"));
    EXPECT_EQ(cell(wrong, "quantity", 1), "-3");
    EXPECT_EQ(cell(wrong, "book_quantity", 1), "25");
    EXPECT_EQ(cell(wrong, "counted_quantity", 1), "22");
    EXPECT_EQ(cell(wrong, "note", 1), "短少");
}

TEST_F(FormFacts, AnApplicationSaysWhatIsNeededOwnedAndUsed) {
    std::int64_t id = 0;
    change([&](Change& made) {
        id = send_application(made, rules_,
                              {.applicant = "220622",
                               .asked_of = "220600",
                               .event = {},
                               .disaster_kind = "flood",
                               .disaster_place = "220622",
                               .disaster_at = kit::noon_of(1),
                               .relocated = 300,
                               .deliver_to = "220622",
                               .contact = "孙 0439-1",
                               .lines = {{.item = "QUILT",
                                          .needed = 500,
                                          .own_stock = 300,
                                          .own_used = 100,
                                          .asked = 300}}});
    });
    const FormContent content = form(id);
    EXPECT_EQ(content.values.at("to"), "白山市");
    EXPECT_EQ(content.values.at("phone"), "孙 0439-1");
    EXPECT_EQ(cell(content, "need_quantity"), "500");
    EXPECT_EQ(cell(content, "stock_quantity"), "300");
    EXPECT_EQ(cell(content, "used_quantity"), "100");
    EXPECT_EQ(cell(content, "quantity"), "300");
}

TEST_F(FormFacts, TheYearlyReportAddsUpAndTheBulletinSaysWhatMoved) {
    const std::int64_t id = signed_order(quilts(200));
    to_road(id);
    arrive(id);
    receive(id, {{.line = 1, .good = 190, .missing = 10}});
    decide(id);
    const FormNames words = names();
    const Period year{.first = *parse_date("2017-01-01"), .last = *parse_date("2017-12-31")};
    const FormContent report =
        yearly_content(period_rows(database_, year.first, year.last), year, words);
    EXPECT_NO_THROW((void)make_form(form_kind("yearly_report"), report, "zh"));
    ASSERT_EQ(report.rows.at("lines").size(), 2U);  // quilts and tents
    EXPECT_EQ(cell(report, "opening_quantity"), "1230");
    EXPECT_EQ(cell(report, "lost_quantity"), "-10");
    EXPECT_EQ(cell(report, "quantity"), "1220");
    EXPECT_EQ(cell(report, "note"), "含建账数");
    const Period days = ten_days_of(kit::book_date(2));
    const FormContent bulletin =
        bulletin_content(period_rows(database_, kit::book_date(2), days.last), days,
                         available_lots(database_, {.at = now_}), words);
    EXPECT_NO_THROW((void)make_form(form_kind("ten_day_bulletin"), bulletin, "zh"));
    EXPECT_EQ(cell(bulletin, "out_quantity"), "10");
    EXPECT_EQ(cell(bulletin, "in_quantity"), "0");
}

TEST_F(FormFacts, AHazardNoticeNamesWhatToMendByWhenAndWho) {
    const CareRules care = load_care_rules(source_);
    change([&](Change& made) {
        open_hazard(
            made, care,
            {.site = "LYD", .check = "SC01", .finding = {}, .grade = 1, .words = "电线裸露"});
    });
    const FormNames words = names();
    const FormContent notice = hazard_notice_content(database_, care, "LYD", now_, words);
    EXPECT_NO_THROW((void)make_form(form_kind("hazard_notice"), notice, "zh"));
    EXPECT_EQ(cell(notice, "check"), "电线裸露");
    EXPECT_EQ(cell(notice, "grade"), "1");
    EXPECT_THAT(cell(notice, "demand"), HasSubstr(care.check("SC01")->zh));
    EXPECT_EQ(cell(notice, "deadline"),
              format_date(kit::book_date(2) + std::chrono::days{care.grade(1)->close_within_days}));
    EXPECT_THAT(cell(notice, "responsible"), HasSubstr("N keeper"));
    EXPECT_EQ(signer(notice, "inspect"), "王芳");
    const FormContent none = hazard_notice_content(database_, care, "BS", now_, words);
    EXPECT_EQ(none.rows.count("lines"), 0U);
}

}  // namespace
}  // namespace relief
