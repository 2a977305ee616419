// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form_parts.h"

namespace relief {
namespace {

const std::vector<PostSpec> keeper_and_checker{{"make", {"制单", "Made by"}},
                                               {"check", {"复核", "Checked by"}},
                                               {"keep", {"库管员", "Keeper"}}};

FormKind receipt() {
    return {.id = "receipt",
            .title = {"救灾物资入库单", "Goods received note"},
            .fields = {{"source", {"来源", "Source"}},
                       fields::site,
                       {"supplier", {"交货单位", "Delivered by"}},
                       fields::at,
                       {"contract", {"合同/依据文号", "Contract"}, true}},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::made_on,
                                    columns::expires_on, columns::condition, columns::note})},
            .posts = keeper_and_checker,
            .stamped = true};
}

FormKind acceptance() {
    return {.id = "acceptance",
            .title = {"救灾物资入库验收单", "Acceptance report"},
            .fields = {{"supplier", {"交货单位", "Delivered by"}},
                       fields::site,
                       {"contract", {"合同/依据文号", "Contract"}},
                       fields::at,
                       {"method", {"验收方式", "How checked"}},
                       {"sample", {"抽检数量", "Sample"}},
                       {"result", {"验收结论", "Result"}, true}},
            .tables = {goods_table(
                {columns::no,
                 columns::item,
                 columns::spec,
                 columns::lot,
                 columns::unit,
                 {"delivered_quantity", {"送货数量", "Delivered"}, 9, Align::right, true},
                 {"quantity", {"合格数量", "Accepted"}, 9, Align::right, true},
                 {"rejected_quantity", {"不合格", "Rejected"}, 8, Align::right, true},
                 columns::made_on,
                 columns::expires_on,
                 columns::note})},
            .posts = {{"check", {"验收人", "Checked by"}},
                      {"check_second", {"验收人", "Checked by"}},
                      {"keep", {"库管员", "Keeper"}},
                      {"lead", {"负责人", "In charge"}}},
            .stamped = true,
            .notes = {{"验收完成后 5 个工作日内报送验收报告。",
                       "The report is due within 5 working days after the check."}}};
}

FormKind issue() {
    return {.id = "issue",
            .title = {"救灾物资出库单", "Issue note"},
            .fields = {fields::site,
                       fields::to,
                       fields::order,
                       fields::at,
                       {"truck", {"车号", "Lorry"}},
                       {"driver", {"驾驶员/电话", "Driver, phone"}},
                       fields::reason},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::capital,
                                    columns::owner, columns::note})},
            .posts = {{"make", {"制单", "Made by"}},
                      {"keep", {"发货人", "Issued by"}},
                      {"check", {"复核", "Checked by"}},
                      {"receive", {"提货人", "Taken by"}}},
            .stamped = true,
            .notes = {{"无货主调拨令不得出库；电话调拨的先发货，48 小时内补办书面手续。",
                       "No issue without an order of the owner; after a telephone order the papers "
                       "are due within 48 hours."}}};
}

FormKind move() {
    return {.id = "move",
            .title = {"救灾物资移库单", "Stock move"},
            .fields = {fields::from, fields::to, fields::at, fields::event, fields::reason},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::condition,
                                    columns::owner, columns::note})},
            .posts = keeper_and_checker};
}

FormKind goods_return() {
    return {.id = "return",
            .title = {"救灾物资回收单", "Return note"},
            .fields = {{"from", {"交回单位", "Returned by"}},
                       fields::site,
                       fields::order,
                       fields::at,
                       fields::reason},
            .tables = {goods_table({columns::no,
                                    columns::item,
                                    columns::spec,
                                    columns::lot,
                                    columns::unit,
                                    columns::quantity,
                                    columns::condition,
                                    {"repair", {"处理意见", "What to do"}, 14},
                                    columns::note})},
            .posts = {{"hand_over", {"交回人", "Handed over by"}},
                      {"keep", {"接收人", "Received by"}},
                      {"check", {"鉴定人", "Judged by"}}},
            .stamped = true,
            .notes = {{"谁发放、谁回收；须清点、清洗、消毒、整理后入库。",
                       "Who handed out takes back; counted, cleaned and disinfected before it is "
                       "stored."}}};
}

const std::vector<PostSpec> lender_and_borrower{{"sign", {"出借单位负责人", "Lender"}},
                                                {"keep", {"库管员", "Keeper"}},
                                                {"borrow", {"借用人", "Borrower"}}};

FormKind loan() {
    return {.id = "loan",
            .title = {"救灾物资借用单", "Loan"},
            .fields = {{"borrower", {"借用单位", "Borrower"}},
                       {"phone", {"联系人/电话", "Contact"}},
                       fields::site,
                       {"due", {"应还日期", "Due back"}},
                       fields::reason},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::capital,
                                    columns::condition, columns::note})},
            .posts = lender_and_borrower,
            .stamped = true,
            .notes = {{"到期归还；损坏照价赔偿。响应期间不出借最低储备物资。",
                       "To be returned by the day named; damage is paid for. No loan of minimum "
                       "stock during a response."}}};
}

FormKind loan_return() {
    return {
        .id = "loan_return",
        .title = {"救灾物资归还单", "Loan return"},
        .fields = {{"borrower", {"归还单位", "Borrower"}},
                   fields::site,
                   {"loan", {"原借用单", "Loan"}},
                   fields::at,
                   fields::reason},
        .tables = {goods_table({columns::no,
                                columns::item,
                                columns::spec,
                                columns::lot,
                                columns::unit,
                                {"quantity", {"归还数量", "Returned"}, 9, Align::right, true},
                                {"open_quantity", {"尚欠数量", "Still out"}, 9, Align::right, true},
                                columns::condition,
                                columns::note})},
        .posts = lender_and_borrower,
        .stamped = true};
}

FormKind rotation() {
    return {.id = "rotation",
            .title = {"救灾物资轮换计划", "Rotation plan"},
            .paper = Paper::landscape,
            .fields = {fields::site, {"period", {"计划期间", "Period"}}, fields::reason},
            .tables = {goods_table({columns::no,
                                    {"site", {"库点", "Depot"}, 16},
                                    columns::item,
                                    columns::spec,
                                    columns::lot,
                                    columns::unit,
                                    columns::quantity,
                                    columns::made_on,
                                    columns::expires_on,
                                    {"way", {"轮换方式", "How"}, 12},
                                    {"until", {"完成时限", "Until"}, 11},
                                    columns::note})},
            .posts = {{"make", {"编制", "Made by"}},
                      {"check", {"审核", "Checked by"}},
                      {"sign", {"批准", "Approved by"}}},
            .stamped = true};
}

FormKind scrap() {
    return {
        .id = "scrap",
        .title = {"救灾物资报废审批表", "Approval of scrapping"},
        .fields = {{"site", {"申请单位", "Applicant"}},
                   fields::at,
                   {"owner", {"物资权属单位", "Owner"}},
                   {"residual", {"预计残值（元）", "Residual value, yuan"}},
                   {"residual_capital", {"残值大写", "In words"}, true, "residual"},
                   {"report", {"质检报告/专家意见", "Test report or experts"}, true},
                   fields::reason},
        .tables = {goods_table({columns::no,
                                columns::item,
                                columns::spec,
                                columns::lot,
                                columns::unit,
                                columns::quantity,
                                columns::capital,
                                columns::made_on,
                                {"value", {"原值（元）", "Value, yuan"}, 11, Align::right, true},
                                {"note", {"报废原因", "Cause"}, 16}})},
        .posts = {{"make", {"申请人（保管）", "Keeper"}},
                  {"check", {"技术鉴定", "Experts"}},
                  {"finance", {"财政部门意见", "Finance"}},
                  {"sign", {"权属单位审批", "Owner"}}},
        .stamped = true,
        .notes = {{"未经权属单位审批不得报废；申请、鉴定、审批不得为同一人。残值按规定公开处置。",
                   "No scrapping without the owner's approval; applicant, expert and approver "
                   "are three people. What is left is sold openly."}}};
}

FormKind donation() {
    return {.id = "donation",
            .title = {"救灾捐赠接收凭证", "Donation receipt"},
            .fields = {{"donor", {"捐赠人", "Donor"}},
                       {"phone", {"联系方式", "Contact"}},
                       {"site", {"接收单位", "Received by"}},
                       fields::at,
                       {"amount", {"金额/估值（元）", "Amount, yuan"}},
                       {"designated", {"定向用途", "Designated use"}},
                       {"amount_capital", {"人民币大写", "In words"}, true, "amount"}},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::capital,
                                    columns::expires_on, columns::note})},
            .posts = {{"donate", {"捐赠人", "Donor"}},
                      {"keep", {"接收人", "Received by"}},
                      {"check", {"复核", "Checked by"}}},
            .stamped = true,
            .notes = {{"一式两联，捐赠人一联。定向捐赠按捐赠人意愿使用，接收和使用情况向社会公布。",
                       "Two copies, one for the donor. A designated use binds; receipt and use are "
                       "published."}}};
}

FormKind kit_form(std::string_view id, FormLabel title) {
    return {.id = id,
            .title = title,
            .fields = {fields::site,
                       fields::at,
                       {"kit", {"套装名称", "Kit"}},
                       {"kits", {"套数", "Kits"}},
                       fields::reason},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::expires_on,
                                    columns::note})},
            .posts = keeper_and_checker};
}

FormKind reversal() {
    return {.id = "reversal",
            .title = {"冲销单（红字）", "Reversal"},
            .fields = {{"reverses", {"被冲销单据", "Reverses"}}, fields::at, fields::reason},
            .tables = {goods_table({columns::no, columns::item, columns::spec, columns::lot,
                                    columns::unit, columns::quantity, columns::from, columns::to,
                                    columns::note})},
            .posts = {{"make", {"制单", "Made by"}},
                      {"check", {"复核", "Checked by"}},
                      {"sign", {"审批", "Approved by"}}},
            .stamped = true};
}

}  // namespace

std::vector<FormKind> depot_forms() {
    return {receipt(),
            acceptance(),
            issue(),
            move(),
            goods_return(),
            loan(),
            loan_return(),
            rotation(),
            scrap(),
            donation(),
            kit_form("kit", {"救灾物资组套单", "Kit assembly"}),
            kit_form("unkit", {"救灾物资拆套单", "Kit disassembly"}),
            reversal()};
}

}  // namespace relief
